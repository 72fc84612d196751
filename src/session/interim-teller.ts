import { interimOf, TotalsSoFar } from '../analysis/interim.js';
import type { RunEvent, SliceEvent } from '../model/events.js';
import type { Plan } from '../model/plan.js';
import type { SessionIo } from './io.js';

/**
 * Tells how the targets of a run stand: within the first launch after each block, from sums; after each launch, when no
 * server runs, from the analysis. Never while anything is loaded.
 */
export class InterimTeller {
  readonly #io: Pick<SessionIo, 'onEvent' | 'signal'>;
  readonly #totals = new TotalsSoFar();
  #plan: Plan | null = null;
  #launchesDone = 0;
  #block: string | null = null;

  constructor(io: Pick<SessionIo, 'onEvent' | 'signal'>) {
    this.#io = io;
  }

  /** Takes the next event of the run; `events` are all of them until now. */
  see(event: RunEvent, events: readonly RunEvent[]): void {
    switch (event.kind) {
      case 'run-started':
        this.#plan = event.plan;
        break;
      case 'run-resumed':
        this.#resume(event.launchesKept, events);
        break;
      case 'mode-chosen':
        if (event.restart) this.#restart();
        break;
      case 'slice':
        if (this.#launchesDone === 0) this.#add(event);
        break;
      case 'launch-finished':
        this.#launchesDone += 1;
        this.#tellLaunches(events);
        break;
      default:
    }
  }

  /** What began it was seen by another process; what that measured is told at once. */
  #resume(launchesKept: number, events: readonly RunEvent[]): void {
    this.#plan = events.find((event) => event.kind === 'run-started')?.plan ?? null;
    this.#launchesDone = launchesKept;
    if (launchesKept > 0) this.#tellLaunches(events);
  }

  #restart(): void {
    this.#totals.clear();
    this.#launchesDone = 0;
    this.#block = null;
  }

  #add(slice: SliceEvent): void {
    const block = `${slice.phase} ${slice.block}`;
    // The first slice of a block comes when the block before is whole.
    if (this.#block !== null && block !== this.#block) this.#tellTotals();
    this.#block = block;
    this.#totals.add(slice);
  }

  /** Who waits for the end waits for the report alone. */
  #tellLaunches(events: readonly RunEvent[]): void {
    if (!this.#io.signal.aborted) this.#io.onEvent({ kind: 'interim', ...interimOf(events) });
  }

  #tellTotals(): void {
    if (this.#plan === null) return;
    const ratios = this.#totals.ratios(this.#plan);
    if (ratios.length > 0) this.#io.onEvent({ kind: 'interim', launchesDone: 0, ratios, warnings: [] });
  }
}
