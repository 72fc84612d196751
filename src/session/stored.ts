import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyseRun } from '../analysis/analyse-run.js';
import { EXIT, PerfcmpError } from '../errors.js';
import type { Report } from '../model/report.js';
import { PAGE_FILE, REPORT_FILE } from '../store/run-files.js';
import { isRunId } from '../store/run-id.js';
import { readReportFile } from '../store/run-reader.js';
import { openStore } from '../store/run-store.js';
import { nothingStored } from './failed-run.js';
import type { SessionIo } from './io.js';
import { toolVersion } from './tool-version.js';

const FILE_HINT = 'name a report that --output FILE.json wrote, the id of a stored run, or last';

/** A stored run as it is shown again. */
export interface StoredReport {
  readonly id: string;
  readonly report: Report;
  /** Where its page is kept once it was asked for. */
  readonly pageFile: string;
}

/** A stored run's report; made from its events where the run ended before it could write one. */
export async function readStored(idOrLast: string, io: SessionIo): Promise<StoredReport> {
  const stored = openStore({ cwd: io.cwd, env: process.env }).readRun(idOrLast);
  const pageFile = join(stored.folder, PAGE_FILE);
  if (stored.report !== null) return { id: stored.id, report: stored.report, pageFile };
  const events = stored.events();
  const failure = nothingStored(stored.id, events);
  if (failure !== null) throw failure;
  return { id: stored.id, report: analyseRun(events, { toolVersion: toolVersion() }), pageFile };
}

/** The report of a stored run by its id or as `last`, or one in a file or a folder. */
export async function readRun(name: string, io: SessionIo): Promise<Report> {
  const path = resolve(io.cwd, name);
  const isStored = name === 'last' || isRunId(name);
  if (!isStored && existsSync(path)) {
    return readReportFile(statSync(path).isDirectory() ? join(path, REPORT_FILE) : path, FILE_HINT);
  }
  // What has a dot or a slash was never the id of a run.
  if (/[./]/.test(name)) {
    throw new PerfcmpError('no-file', `there is no file ${path}`, EXIT.usage, { hint: FILE_HINT });
  }
  return (await readStored(name, io)).report;
}
