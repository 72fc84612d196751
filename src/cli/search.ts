import type { SearchFlags } from '../config/flags.js';
import { withConfigFile } from '../config/load-file.js';
import { resolveSearch } from '../config/resolve-search.js';
import { splitCommandWords } from './command-words.js';
import { configRequest, fromFile } from './config-request.js';
import { measureAndReport } from './measure.js';
import { checkOutputFiles } from './output.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** `perfcmp search`: the highest rate that keeps the objectives. */
export async function searchCommand(
  positionals: readonly string[],
  flags: SearchFlags,
  terminal: Terminal,
): Promise<number> {
  const { cwd, env } = terminal;
  const { command } = splitCommandWords(terminal.argv);
  const config = await withConfigFile(configRequest('search', flags, terminal), (file) =>
    resolveSearch({ positionals, command, flags, ...fromFile(file), env }),
  );
  checkOutputFiles(config.output.files, cwd);
  if (!config.output.quiet) for (const note of config.load.notes) await print(terminal.stderr, `note: ${note}`);
  const { runSearch } = await import('../session/search.js');
  return measureAndReport(terminal, config.output, { stop: null, latency: false }, (io) => runSearch(config, io));
}
