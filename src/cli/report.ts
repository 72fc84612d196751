import { resolve } from 'node:path';
import { RUN_DEFAULTS } from '../config/defaults.js';
import { OptionReader } from '../config/option-reader.js';
import { formatOf, readOutput, refuseFormatsOfOneLoad } from '../config/output-options.js';
import { ConfigError, EXIT } from '../errors.js';
import type { OutputFile } from '../model/config.js';
import { withSession } from './measure.js';
import { openerOf, openFile } from './open-file.js';
import { checkOutputFiles, deliverReport, writeReports } from './output.js';
import { print } from './streams.js';
import type { Terminal } from './terminal.js';

/** The options of `report` as typed. */
export interface ReportFlags {
  readonly format?: string;
  readonly output?: readonly string[];
  readonly latency?: boolean;
  readonly open?: boolean;
}

/** `perfcmp report`: a stored run again, in any format. */
export async function reportCommand(id: string | undefined, flags: ReportFlags, terminal: Terminal): Promise<number> {
  // The environment is left out: it speaks of how runs are measured, and this one was.
  const reader = new OptionReader({ flags, env: {}, file: {}, filePrefix: '' });
  const latency = flags.latency === true;
  const output = readOutput(reader, formatOf({ latency }, RUN_DEFAULTS.format));
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  checkOutputFiles(output.files, terminal.cwd);
  const { readStored } = await import('../session/stored.js');
  const { result: stored } = await withSession(terminal, { quiet: true, stop: null }, (io) =>
    readStored(id ?? 'last', io),
  );
  if (stored.report.search !== null) refuseFormatsOfOneLoad(reader, output);
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  const options = { latency, storedAs: stored.id, isOlder: (id ?? 'last') !== 'last' };
  if (flags.open !== true) {
    await deliverReport(terminal, stored.report, output, options);
    return EXIT.ok;
  }
  const page: OutputFile = output.files.find(({ format }) => format === 'html') ?? {
    format: 'html',
    path: stored.pageFile,
  };
  const files = output.files.includes(page) ? output.files : [...output.files, page];
  // Who wants to look needs no table beside, but for the one that was asked for.
  if (flags.format === undefined && !latency) await writeReports(terminal, stored.report, files, options);
  else await deliverReport(terminal, stored.report, { ...output, files }, options);
  await showPage(terminal, resolve(terminal.cwd, page.path), flags.format === undefined && !latency);
  return EXIT.ok;
}

/** Opens a page, and says where it is: on stdout where this is the result. */
async function showPage(terminal: Terminal, path: string, isResult: boolean): Promise<void> {
  await print(isResult ? terminal.stdout : terminal.stderr, path);
  if (await openFile(path, terminal.env)) return;
  await print(
    terminal.stderr,
    `nothing here could open it (tried ${openerOf(process.platform)}): open it in a browser`,
  );
}
