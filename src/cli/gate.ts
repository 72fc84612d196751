import type { GateFlags } from '../config/flags.js';
import { type LoadedConfig, withConfigFile } from '../config/load-file.js';
import { type GateInput, resolveGate } from '../config/resolve-gate.js';
import { asksForConfig, configRequest, fromFile, printConfig } from './config-request.js';
import { measureAndReport } from './measure.js';
import { checkOutputFiles } from './output.js';
import { tellForecast } from './tell-forecast.js';
import type { Terminal } from './terminal.js';

/** `perfcmp gate`: fails where a candidate is proven to be worse than it may be. */
export async function gateCommand(
  positionals: readonly string[],
  flags: GateFlags,
  terminal: Terminal,
): Promise<number> {
  const { cwd, env } = terminal;
  const inputOf = (file: LoadedConfig | null): GateInput => ({ positionals, flags, ...fromFile(file), env });
  const { file, config } = await withConfigFile(configRequest('gate', flags, terminal), (found) => ({
    file: found,
    config: resolveGate(inputOf(found)),
  }));
  if (asksForConfig(flags, terminal)) {
    const { printedGate } = await import('../config/printed/printed-config.js');
    return printConfig(terminal, printedGate(inputOf(file), config, file));
  }
  const { output } = config.run;
  if (config.run.dryRun) {
    const { forecastGate } = await import('../session/forecast.js');
    return tellForecast(terminal, output, (io) => forecastGate(config, io));
  }
  checkOutputFiles(output.files, cwd);
  const { runGate } = await import('../session/gate.js');
  return measureAndReport(terminal, output, { stop: null, latency: false }, (io) => runGate(config, io));
}
