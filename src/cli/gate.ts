import type { GateFlags } from '../config/flags.js';
import { withConfigFile } from '../config/load-file.js';
import { resolveGate } from '../config/resolve-gate.js';
import { measureAndReport } from './measure.js';
import { checkOutputFiles } from './output.js';
import type { Terminal } from './terminal.js';

/** `perfcmp gate`: fails where a candidate is proven to be worse than it may be. */
export async function gateCommand(
  positionals: readonly string[],
  flags: GateFlags,
  terminal: Terminal,
): Promise<number> {
  const { cwd, env } = terminal;
  const config = await withConfigFile({ named: flags.config ?? env.PERFCMP_CONFIG, cwd }, (file) =>
    resolveGate({ positionals, flags, file: file?.config ?? null, fileName: file?.name, env }),
  );
  const { output } = config.run;
  checkOutputFiles(output.files, cwd);
  const { runGate } = await import('../session/gate.js');
  return measureAndReport(terminal, output, { stop: null, latency: false }, (io) => runGate(config, io));
}
