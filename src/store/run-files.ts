/** Version of the layout of a run's folder; what came later is not read by guessing. */
export const RUN_SCHEMA = 'perfcmp/run@1';

/** Identity and version: `{ schema, id, createdAt }`. */
export const RUN_FILE = 'run.json';
/** One event a line, in order. */
export const EVENTS_FILE = 'events.ndjson';
/** The report, missing until the run is over. */
export const REPORT_FILE = 'report.json';
/** The report as a page, where somebody asked to see it. */
export const PAGE_FILE = 'report.html';
/** What an interrupted run is resumed by; gone when it is complete. */
export const RESUME_FILE = 'resume.json';
export const RESUME_SCHEMA = 'perfcmp/resume@1';
/** The process that is at it; missing when none is. */
export const OWNER_FILE = 'owner';
/** stdout and stderr of the targets. */
export const LOGS_FOLDER = 'logs';
