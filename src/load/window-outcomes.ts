// Hot path: `beforeEntry` and `afterEntry` run once an outcome; see bench/README.md.
import type { SliceBooks } from './slice-books.js';

/** What came to an end while the window was open, whenever it was due: what an open loop calls its throughput. */
export class WindowOutcomes {
  readonly #books: SliceBooks;
  readonly #windowStartNs: number;
  #okBefore = 0;
  #failedBefore = 0;
  #okUntilEnd: number | null = null;
  #failedUntilEnd: number | null = null;

  constructor(books: SliceBooks, windowStartNs: number) {
    this.#books = books;
    this.#windowStartNs = windowStartNs;
  }

  /** Before an outcome is entered in the books: the first one behind the window closes it. */
  beforeEntry(outcomeNs: number): void {
    if (outcomeNs < this.#books.windowEndNs || this.#okUntilEnd !== null) return;
    this.#okUntilEnd = this.#books.ok;
    this.#failedUntilEnd = this.#books.failed;
  }

  /** After it was entered: those before the window do not count. */
  afterEntry(outcomeNs: number): void {
    if (outcomeNs >= this.#windowStartNs) return;
    this.#okBefore = this.#books.ok;
    this.#failedBefore = this.#books.failed;
  }

  /** Accepted answers. */
  get ok(): number {
    return (this.#okUntilEnd ?? this.#books.ok) - this.#okBefore;
  }

  get failed(): number {
    return (this.#failedUntilEnd ?? this.#books.failed) - this.#failedBefore;
  }
}
