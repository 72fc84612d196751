// Hot path: `of` runs once a response of requests that differ in what must come back.
import type { Expectation } from '../model/scenario.js';
import { type CheckedPart, partChecked } from '../scenario/check.js';
import { AnswerChecker } from './answer-checker.js';

/** What must come back, and for which requests. */
export interface OwnExpectations {
  /** Those there are; null: what the slice expects of all. */
  readonly all: readonly (Expectation | null)[];
  /** The place in `all` of what is expected of a request. */
  readonly placeOf: (request: number) => number;
  /** With what this very request was sent with; null: it depends on nothing that was sent. */
  readonly filled: (request: number) => Expectation | null;
}

/** Checkers of the requests of one pool that have expectations of their own, for all its slices. */
export class OwnChecks {
  readonly #expectations: OwnExpectations;
  /** Made when an answer first needs them: there may be many. */
  readonly #checkers: (AnswerChecker | undefined)[];

  constructor(expectations: OwnExpectations) {
    this.#expectations = expectations;
    this.#checkers = expectations.all.map(() => undefined);
  }

  /** Null: the slice's own checker does. */
  of(request: number): AnswerChecker | null {
    const place = this.#expectations.placeOf(request);
    const known = this.#checkers[place];
    return known === undefined ? this.#create(place) : known;
  }

  filled(request: number): Expectation | null {
    return this.#expectations.filled(request);
  }

  /** The most that one of them looks at. */
  get partChecked(): CheckedPart {
    const parts = this.#expectations.all.map((one) => (one === null ? 'none' : partChecked(one)));
    return parts.includes('whole') ? 'whole' : parts.includes('head') ? 'head' : 'none';
  }

  #create(place: number): AnswerChecker | null {
    const expectation = this.#expectations.all[place] ?? null;
    if (expectation === null) return null;
    const checker = this.#checkers[place] ?? new AnswerChecker(expectation);
    this.#checkers[place] = checker;
    return checker;
  }
}
