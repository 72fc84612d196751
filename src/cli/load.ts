import type { LoadFlags } from '../config/flags.js';
import { type LoadedConfig, withConfigFile } from '../config/load-file.js';
import { type LoadInput, resolveLoad } from '../config/resolve-load.js';
import { EXIT } from '../errors.js';
import { splitCommandWords } from './command-words.js';
import { asksForConfig, configRequest, fromFile, printConfig } from './config-request.js';
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
  const inputOf = (file: LoadedConfig | null): LoadInput => ({ positionals, command, flags, ...fromFile(file), env });
  const { file, config } = await withConfigFile(configRequest('load', flags, terminal), (found) => ({
    file: found,
    config: resolveLoad(inputOf(found)),
  }));
  if (asksForConfig(flags, terminal)) {
    const { printedLoad } = await import('../config/printed/printed-config.js');
    return printConfig(terminal, printedLoad(inputOf(file), config, file));
  }
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
