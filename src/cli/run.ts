import { withConfigFile } from '../config/load-file.js';
import { resolveRun } from '../config/resolve-run.js';
import type { RunFlags } from '../config/types.js';
import { measureAndReport } from './measure.js';
import { checkOutputFiles } from './output.js';
import type { Terminal } from './terminal.js';

/** `perfcmp run`: compares targets. */
export async function runCommand(positionals: readonly string[], flags: RunFlags, terminal: Terminal): Promise<number> {
  const { cwd, env } = terminal;
  const config = await withConfigFile({ named: flags.config ?? env.PERFCMP_CONFIG, cwd }, (file) =>
    resolveRun({ positionals, flags, file: file?.config ?? null, fileName: file?.name, env }),
  );
  checkOutputFiles(config.output.files, cwd);
  const { runComparison } = await import('../session/run.js');
  return measureAndReport(terminal, config.output, { stop: null, latency: false }, (io) => runComparison(config, io));
}
