import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, PerfcmpError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import type { Report } from '../model/report.js';
import { makeFolder } from '../units/make-folder.js';
import { EVENTS_FILE, LOGS_FOLDER, REPORT_FILE, RUN_FILE, RUN_SCHEMA } from './run-files.js';

/** A run while it is being stored. */
export interface RunWriter {
  readonly id: string;
  /** Absolute folder of the run. */
  readonly folder: string;
  /** Where the logs of its targets belong; exists. */
  readonly logsFolder: string;
  /** Adds one event; it is the kernel's when this returns, so that our own death loses none. */
  readonly append: (event: RunEvent) => void;
  /** Adds the report and ends the writing. */
  readonly finish: (report: Report) => void;
  /** Ends the writing without a report; harmless after `finish`. */
  readonly close: () => void;
}

/** Makes the folder of a run and opens its events. */
export function openRunWriter(root: string, id: string, createdAt: Date): RunWriter {
  const folder = join(root, id);
  const logsFolder = join(folder, LOGS_FOLDER);
  const descriptor = writing(folder, () => {
    makeFolder(root);
    // Not recursive: two runs must never share a folder.
    mkdirSync(folder);
    mkdirSync(logsFolder);
    const identity = { schema: RUN_SCHEMA, id, createdAt: createdAt.toISOString() };
    writeAtomically(join(folder, RUN_FILE), `${JSON.stringify(identity)}\n`);
    return openSync(join(folder, EVENTS_FILE), 'a');
  });
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    id,
    folder,
    logsFolder,
    // Written at once but not fsynced: waiting for the disk would disturb what is being measured.
    append: (event) => writing(folder, () => appendWhole(descriptor, `${JSON.stringify(event)}\n`)),
    finish: (report) => {
      writing(folder, () => writeAtomically(join(folder, REPORT_FILE), `${JSON.stringify(report, null, 2)}\n`));
      close();
    },
    close,
  };
}

function appendWhole(descriptor: number, line: string): void {
  const bytes = Buffer.from(line);
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset);
}

// A reader sees the old file or the new one, never half of it.
function writeAtomically(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

function writing<T>(folder: string, action: () => T): T {
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
