import type { RunEvent } from '../../model/events.js';

/** Shows events on stderr while a command runs. */
export interface Progress {
  onEvent(event: RunEvent): void;
  /** A line of its own that stays. */
  note(line: string): void;
  /** Says that the end was asked for: from now on nothing is told of what would have come. */
  end(line: string): void;
  /** Time has passed, perhaps without an event. */
  refresh(): void;
  /** Takes away what was drawn for the moment; safe to call twice. */
  stop(): void;
}
