import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { RUN_DEFAULTS } from '../config/defaults.js';
import { readImportOptions } from '../config/import-options.js';
import { OptionReader } from '../config/option-reader.js';
import { formatOf, readOutput } from '../config/output-options.js';
import { ConfigError, EXIT, PerfcmpError } from '../errors.js';
import { withSession } from './measure.js';
import { checkOutputFiles, deliverReport } from './output.js';
import type { Terminal } from './terminal.js';

/** The options of `import` as typed. */
export interface ImportFlags {
  readonly from?: string;
  readonly format?: string;
  readonly output?: readonly string[];
  readonly latency?: boolean;
}

/** `perfcmp import`: results of other load generators, side by side. */
export async function importCommand(words: readonly string[], flags: ImportFlags, terminal: Terminal): Promise<number> {
  const { cwd } = terminal;
  // The environment is left out: it speaks of how runs are measured, and these were.
  const reader = new OptionReader({ flags, env: {}, file: {}, filePrefix: '' });
  const latency = flags.latency === true;
  const { files, from } = readImportOptions(reader, words, (path) => existsSync(resolve(cwd, path)));
  const output = readOutput(reader, formatOf({ latency }, RUN_DEFAULTS.format));
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  checkOutputFiles(output.files, cwd);
  const { importResults } = await import('../session/import.js');
  const request = { files, from, readStdin: () => readStdin(terminal) };
  const { result } = await withSession(terminal, { quiet: true, stop: null }, (io) => importResults(request, io));
  await deliverReport(terminal, result.report, output, { latency, storedAs: result.storedAs });
  return result.exitCode;
}

async function readStdin({ stdin }: Terminal): Promise<string> {
  const stream = stdin?.();
  if (stream === undefined || stream.isTTY === true) {
    throw new PerfcmpError('import', 'standard input is a terminal', EXIT.usage, {
      hint: 'pipe a result into it: wrk ... | perfcmp import -',
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
