import { RUN_DEFAULTS } from '../config/defaults.js';
import { OptionReader } from '../config/option-reader.js';
import { formatOf, readOutput, refuseFormatsOfOneLoad } from '../config/output-options.js';
import { ConfigError, EXIT } from '../errors.js';
import { withSession } from './measure.js';
import { checkOutputFiles, deliverReport } from './output.js';
import type { Terminal } from './terminal.js';

/** The options of `report` as typed. */
export interface ReportFlags {
  readonly format?: string;
  readonly output?: readonly string[];
  readonly latency?: boolean;
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
  await deliverReport(terminal, stored.report, output, { latency, storedAs: stored.id });
  return EXIT.ok;
}
