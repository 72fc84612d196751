import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, PerfcmpError } from '../errors.js';
import type { RunEvent } from '../model/events.js';
import type { Report } from '../model/report.js';
import type { ResumeDocument } from '../model/resume.js';
import { parseBinary } from './binary-json.js';
import { EVENTS_FILE, OWNER_FILE, REPORT_FILE, RESUME_FILE, RESUME_SCHEMA, RUN_FILE, RUN_SCHEMA } from './run-files.js';
import { writtenAtMs } from './whole-file.js';

const STORED_HINT = 'remove that run or measure again; other runs are not affected';
const REPORT_SCHEMA = 'perfcmp/report@1' satisfies Report['schema'];

/** A run as it was found in the store. */
export interface StoredRun {
  readonly id: string;
  /** Absolute folder of the run. */
  readonly folder: string;
  /** Read when they are asked for: a report usually stands for hundreds of megabytes of them. */
  readonly events: () => RunEvent[];
  /** Null while the run goes on, and for ever after a crash. */
  readonly report: Report | null;
  /** What it is resumed by; null: it is complete, or was never to be resumed. */
  readonly resume: () => ResumeDocument | null;
}

/** Reads a run's folder; a newer layout or a damaged file is an error that names it. */
export function readRunFolder(folder: string, id: string): StoredRun {
  checkSchema(join(folder, RUN_FILE), RUN_SCHEMA, readJson(join(folder, RUN_FILE)));
  return {
    id,
    folder,
    events: () => readEvents(join(folder, EVENTS_FILE)),
    report: readReport(join(folder, REPORT_FILE)),
    resume: () => readResume(join(folder, RESUME_FILE)),
  };
}

/** The process that is at a run, as it told itself; null: none was when it ended. */
export function readOwner(folder: string): string | null {
  try {
    return readFileSync(join(folder, OWNER_FILE), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** When the process that is at a run showed last that it is: it writes down whatever happens. */
export function lastSignMs(folder: string): number {
  return Math.max(...[OWNER_FILE, EVENTS_FILE].map((file) => writtenAtMs(join(folder, file))));
}

/** When a run was created, for ordering; null where its identity cannot be read. */
export function readCreatedAt(folder: string): Date | null {
  try {
    const createdAt = new Date(String(memberOf(readJson(join(folder, RUN_FILE)), 'createdAt')));
    return Number.isNaN(createdAt.getTime()) ? null : createdAt;
  } catch {
    return null;
  }
}

function readReport(path: string): Report | null {
  return existsSync(path) ? readReportFile(path) : null;
}

function readResume(path: string): ResumeDocument | null {
  if (!existsSync(path)) return null;
  const document = readJson(path, STORED_HINT, parseBinary);
  checkSchema(path, RESUME_SCHEMA, document);
  return document as ResumeDocument;
}

/** A report wherever it lies; another document, or a newer one, is an error that names it, with what to do about it. */
export function readReportFile(path: string, hint = STORED_HINT): Report {
  const document = readJson(path, hint);
  checkSchema(path, REPORT_SCHEMA, document, hint);
  return document as Report;
}

function readEvents(path: string): RunEvent[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // Behind the last line break stands nothing, or the torn line of a run that was killed while writing it.
  return lines.slice(0, -1).map((line, index) => {
    try {
      return JSON.parse(line) as RunEvent;
    } catch (cause) {
      throw damaged(`${path}:${index + 1}`, cause);
    }
  });
}

function checkSchema(path: string, expected: string, document: unknown, hint?: string): void {
  const schema = memberOf(document, 'schema');
  if (schema === expected) return;
  const [family = '', version = 0] = expected.split('@');
  const found = new RegExp(`^${family}@(\\d+)$`).exec(String(schema))?.[1];
  if (found !== undefined && Number(found) > Number(version)) {
    throw new PerfcmpError(
      'store-newer',
      `${path} is of version ${family}@${found}, this perfcmp reads ${expected}`,
      EXIT.usage,
      { hint: 'use the perfcmp that made it, or a newer one' },
    );
  }
  throw damaged(path, new Error(`schema is ${JSON.stringify(schema) ?? 'missing'}, expected ${expected}`), hint);
}

function readJson(path: string, hint?: string, parse: (text: string) => unknown = JSON.parse): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw damaged(path, cause, hint);
  }
}

function memberOf(document: unknown, name: string): unknown {
  return typeof document === 'object' && document !== null ? Reflect.get(document, name) : undefined;
}

function damaged(where: string, cause: unknown, hint = STORED_HINT): PerfcmpError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PerfcmpError('store-damaged', `${where} cannot be read: ${reason}`, EXIT.usage, {
    hint,
    cause,
  });
}
