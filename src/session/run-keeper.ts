import { isAlive, ownIdentity } from '../machine/process-identity.js';
import type { RunEvent } from '../model/events.js';
import type { Report } from '../model/report.js';
import type { ResumeDocument } from '../model/resume.js';
import type { Warning } from '../model/warning.js';
import type { RunClaim } from '../store/run-claim.js';
import { openStore, type RunStore } from '../store/run-store.js';
import type { RunWriter } from '../store/run-writer.js';
import type { SessionIo } from './io.js';

/** The store of the session's folder. */
export function runStore(io: Pick<SessionIo, 'cwd'>): RunStore {
  return openStore({ cwd: io.cwd, env: process.env, isAlive });
}

/** Begins a run in it. */
export function openRun(id: string, io: SessionIo): RunWriter {
  return runStore(io).createRun(id, ownIdentity());
}

/** Keeps every other process from going on with a run of it. */
export function claimRun(id: string, io: SessionIo): RunClaim {
  return runStore(io).claimRun(id, ownIdentity());
}

/** Stores a run as far as it can be stored: a full disk or a folder of others must not cost what was measured. */
export class RunKeeper {
  #writer: RunWriter | null = null;
  #storedAs: string | null = null;
  #untold: Warning | null = null;

  constructor(open: () => RunWriter | null) {
    this.#try(() => {
      this.#writer = open();
      this.#storedAs = this.#writer?.id ?? null;
    });
  }

  /** Id of the run as long as all of it is in the store, else null. */
  get storedAs(): string | null {
    return this.#storedAs;
  }

  /** Where the logs of its targets belong, or null. */
  get logsFolder(): string | null {
    return this.#writer?.logsFolder ?? null;
  }

  append(event: RunEvent): void {
    this.#try(() => this.#writer?.append(event));
  }

  /** Keeps what the run can be resumed by. */
  remember(resume: ResumeDocument): void {
    this.#try(() => this.#writer?.remember(resume));
  }

  /** Nothing is left to be resumed. */
  forget(): void {
    this.#writer?.forget();
  }

  /** Stores the report; where that fails, the one it gives back says so. */
  finish(report: Report, io: SessionIo): Report {
    this.#try(() => this.#writer?.finish(report));
    const warning = this.takeWarning();
    if (warning === null) return report;
    io.onEvent({ kind: 'warning', warning });
    return { ...report, warnings: [...report.warnings, warning] };
  }

  close(): void {
    this.#writer?.close();
  }

  /** `not-stored`, once, after the store refused something; null otherwise. */
  takeWarning(): Warning | null {
    const warning = this.#untold;
    this.#untold = null;
    return warning;
  }

  #try(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#writer?.close();
      this.#writer = null;
      this.#storedAs = null;
      this.#untold = notStored(error);
    }
  }
}

function notStored(error: unknown): Warning {
  const about = { target: null, scenario: null, profile: null };
  return {
    code: 'not-stored',
    level: 'warn',
    ...about,
    message: `not stored: ${error instanceof Error ? error.message : String(error)}`,
  };
}
