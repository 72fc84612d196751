import type { RunFlags } from '../config/flags.js';
import { type LoadedConfig, withConfigFile } from '../config/load-file.js';
import { type RunInput, resolveRun } from '../config/resolve-run.js';
import { asksForConfig, configRequest, fromFile, printConfig } from './config-request.js';
import { measureAndReport } from './measure.js';
import { checkOutputFiles } from './output.js';
import { tellForecast } from './tell-forecast.js';
import type { Terminal } from './terminal.js';

/** `perfcmp run`: compares targets. */
export async function runCommand(positionals: readonly string[], flags: RunFlags, terminal: Terminal): Promise<number> {
  const { cwd, env } = terminal;
  // CI systems pass variables that were not set as empty ones.
  if (flags.resume !== undefined || env.PERFCMP_RESUME) return resumeCommand(positionals, flags, terminal);
  const inputOf = (file: LoadedConfig | null): RunInput => ({ positionals, flags, ...fromFile(file), env });
  const { file, config } = await withConfigFile(configRequest('run', flags, terminal), (found) => ({
    file: found,
    config: resolveRun(inputOf(found)),
  }));
  if (asksForConfig(flags, terminal)) {
    const { printedRun } = await import('../config/printed/printed-config.js');
    return printConfig(terminal, printedRun(inputOf(file), config, file));
  }
  if (config.dryRun) {
    const { forecastRun } = await import('../session/forecast.js');
    return tellForecast(terminal, config.output, (io) => forecastRun(config, io));
  }
  checkOutputFiles(config.output.files, cwd);
  const { runComparison } = await import('../session/run.js');
  return measureAndReport(terminal, config.output, { stop: null, latency: false }, (io) => runComparison(config, io));
}

/** `perfcmp run --resume`: what an interrupted run lacks. */
async function resumeCommand(positionals: readonly string[], flags: RunFlags, terminal: Terminal): Promise<number> {
  const { cwd, env } = terminal;
  const { resolveResume } = await import('../config/resolve-resume.js');
  const config = await withConfigFile(configRequest('run', flags, terminal), (file) =>
    resolveResume({ positionals, flags, ...fromFile(file), env }),
  );
  checkOutputFiles(config.output.files, cwd);
  const { resumeRun } = await import('../session/resume-run.js');
  return measureAndReport(terminal, config.output, { stop: null, latency: false }, (io) => resumeRun(config, io));
}
