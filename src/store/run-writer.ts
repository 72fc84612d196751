import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, PerfcmpError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import type { Report } from '../model/report.js';
import type { ResumeDocument } from '../model/resume.js';
import { makeFolder } from '../units/make-folder.js';
import { stringifyBinary } from './binary-json.js';
import { EVENTS_FILE, LOGS_FOLDER, OWNER_FILE, REPORT_FILE, RESUME_FILE, RUN_FILE, RUN_SCHEMA } from './run-files.js';
import { writeWhole } from './whole-file.js';

/** A run while it is being stored. */
export interface RunWriter {
  readonly id: string;
  /** Absolute folder of the run. */
  readonly folder: string;
  /** Where the logs of its targets belong; exists. */
  readonly logsFolder: string;
  /** Adds one event; it is the kernel's when this returns, so that our own death loses none. */
  readonly append: (event: RunEvent) => void;
  /** Keeps what the run can be resumed by until it is complete or forgotten. */
  readonly remember: (resume: ResumeDocument) => void;
  readonly forget: () => void;
  /** Adds the report and ends the writing; of a complete run nothing is left to be resumed. */
  readonly finish: (report: Report) => void;
  /** Ends the writing without a report; harmless after `finish`. */
  readonly close: () => void;
}

/** Makes the folder of a run and opens its events; `owner` is the process that measures it, null: nobody asks. */
export function openRunWriter(root: string, id: string, createdAt: Date, owner: string | null = null): RunWriter {
  const folder = join(root, id);
  const descriptor = writing(folder, () => {
    makeFolder(root);
    // Not recursive: two runs must never share a folder.
    mkdirSync(folder);
    mkdirSync(join(folder, LOGS_FOLDER));
    const identity = { schema: RUN_SCHEMA, id, createdAt: createdAt.toISOString() };
    writeWhole(join(folder, RUN_FILE), `${JSON.stringify(identity)}\n`);
    if (owner !== null) writeWhole(join(folder, OWNER_FILE), `${owner}\n`);
    return openEvents(folder);
  });
  return writerOf(id, folder, { descriptor, release: () => rmSync(join(folder, OWNER_FILE), { force: true }) });
}

/** Opens the events of a run that is there, behind the last whole one; `release` says that nobody is at it any more. */
export function reopenRunWriter(root: string, id: string, release: () => void): RunWriter {
  const folder = join(root, id);
  const descriptor = writing(folder, () => {
    makeFolder(join(folder, LOGS_FOLDER));
    cutTornLine(join(folder, EVENTS_FILE));
    return openEvents(folder);
  });
  return writerOf(id, folder, { descriptor, release });
}

function openEvents(folder: string): number {
  return openSync(join(folder, EVENTS_FILE), 'a');
}

/** Of a run that was killed while it wrote an event. */
function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const content = readFileSync(path);
  truncateSync(path, content.lastIndexOf('\n') + 1);
}

interface OpenEvents {
  readonly descriptor: number;
  /** Says that nobody is at the run any more. */
  readonly release: () => void;
}

function writerOf(id: string, folder: string, { descriptor, release }: OpenEvents): RunWriter {
  const forget = (): void => rmSync(join(folder, RESUME_FILE), { force: true });
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(descriptor);
    release();
  };
  return {
    id,
    folder,
    logsFolder: join(folder, LOGS_FOLDER),
    // Written at once but not fsynced: waiting for the disk would disturb what is being measured.
    append: (event) => writing(folder, () => appendWhole(descriptor, `${JSON.stringify(event)}\n`)),
    // Commands and requests are nobody else's business.
    remember: (resume) =>
      writing(folder, () => writeWhole(join(folder, RESUME_FILE), `${stringifyBinary(resume)}\n`, 0o600)),
    forget,
    finish: (report) => {
      writing(folder, () => writeWhole(join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`));
      if (report.run.interrupted === null) forget();
      close();
    },
    close,
  };
}

function appendWhole(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset);
}

/** What cannot be written is told with the folder, and what to do. */
export function writing<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PerfcmpError('store-write', `cannot store the run in ${folder}: ${reason}`, EXIT.usage, {
      hint: 'make the folder writable, or set XDG_STATE_HOME to one that is',
      cause,
    });
  }
}
