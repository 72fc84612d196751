import type { LoadFlags } from '../config/flags.js';
import { withConfigFile } from '../config/load-file.js';
import { resolveLoad } from '../config/resolve-load.js';
import { EXIT } from '../errors.js';
import { splitCommandWords } from './command-words.js';
import { measureAndReport, withSession } from './measure.js';
import { checkOutputFiles } from './output.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** `perfcmp load`: loads one URL, or the server that a command starts. */
export async function loadCommand(
  positionals: readonly string[],
  flags: LoadFlags,
  terminal: Terminal,
): Promise<number> {
  const { cwd, env } = terminal;
  const { command } = splitCommandWords(terminal.argv);
  const config = await withConfigFile({ named: flags.config ?? env.PERFCMP_CONFIG, cwd }, (file) =>
    resolveLoad({ positionals, command, flags, file: file?.config ?? null, fileName: file?.name, env }),
  );
  checkOutputFiles(config.output.files, cwd);
  const { stop, latency } = config;
  if (!config.output.quiet) for (const note of config.notes) await print(terminal.stderr, `note: ${note}`);
  if (!config.dryRun) {
    const { runLoad } = await import('../session/load.js');
    return measureAndReport(terminal, config.output, { stop, latency }, (io) => runLoad(config, io));
  }
  const { dryRun } = await import('../session/dry-run.js');
  const { result } = await withSession(terminal, { quiet: true, stop: null }, (io) => dryRun(config, io));
  await print(terminal.stdout, result.text);
  return result.isAccepted ? EXIT.ok : EXIT.invalid;
}
