import type { RunEvent } from '../model/events.js';
import type { Report } from '../model/report.js';

/** What a use case needs of its caller; it prints nothing and never exits. */
export interface SessionIo {
  /** As typed after the program's name but for secrets, for the report. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Aborted with an InterruptSignal as its reason: what was measured is kept and reported as interrupted. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

export interface SessionResult {
  readonly report: Report;
  readonly exitCode: number;
  /** Id of the stored run, or null where nothing was stored. */
  readonly storedAs: string | null;
  /** Id by which what was interrupted goes on; absent: it is complete, or cannot. */
  readonly resumeAs?: string;
}
