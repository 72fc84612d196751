import { analyseRun } from '../analysis/analyse-run.js';
import type { Report } from '../model/report.js';
import { openStore } from '../store/run-store.js';
import { nothingStored } from './failed-run.js';
import type { SessionIo } from './io.js';
import { toolVersion } from './tool-version.js';

/** A stored run's report; made from its events where the run ended before it could write one. */
export async function readStored(idOrLast: string, io: SessionIo): Promise<{ report: Report; id: string }> {
  const stored = openStore({ cwd: io.cwd, env: process.env }).readRun(idOrLast);
  if (stored.report !== null) return { id: stored.id, report: stored.report };
  const events = stored.events();
  const failure = nothingStored(stored.id, events);
  if (failure !== null) throw failure;
  return { id: stored.id, report: analyseRun(events, { toolVersion: toolVersion() }) };
}
