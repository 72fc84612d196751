// Hot path: `of` runs once a response; see bench/README.md.
import type { Expectation } from '../model/scenario.js';
import type { CheckedPart, ReceivedHeaders } from '../scenario/check.js';
import { AnswerChecker } from './answer-checker.js';
import type { OwnChecks } from './own-checks.js';

/** Which checker an answer of a slice meets: the slice's, unless its request has one of its own. */
export class AnswerChecks {
  readonly #shared: AnswerChecker;
  readonly #own: OwnChecks | null;
  readonly partChecked: CheckedPart;

  constructor(expect: Expectation, own: OwnChecks | null) {
    this.#shared = new AnswerChecker(expect);
    this.#own = own;
    const parts = [this.#shared.partChecked, own?.partChecked ?? 'none'];
    this.partChecked = parts.includes('whole') ? 'whole' : parts.includes('head') ? 'head' : 'none';
  }

  of(request: number): AnswerChecker {
    return this.#own === null ? this.#shared : (this.#own.of(request) ?? this.#shared);
  }

  /** Whether a sampled answer is what its request was sent for. */
  checkSample(request: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null): boolean {
    const checker = this.of(request);
    const filled = this.#own === null ? null : this.#own.filled(request);
    return filled === null
      ? checker.checkSample(status, headers, body)
      : checker.checkFilled(filled, status, headers, body);
  }
}
