import type { Recording } from '../model/recording.js';
import type { CheckedPart, ReceivedHeaders } from '../scenario/check.js';
import type { AnswerChecks } from './answer-checks.js';
import { BodyCounts } from './body-counts.js';
import type { SliceSpec } from './slice.js';

/** What those answers of a slice that are looked into come to. */
export class SampledAnswers {
  readonly partChecked: CheckedPart;
  readonly #checks: AnswerChecks;
  readonly #bodies: BodyCounts | null;
  #answers = 0;
  #wrong = 0;

  constructor(checks: AnswerChecks, { countsBodies }: Pick<SliceSpec, 'countsBodies'>) {
    this.#checks = checks;
    this.#bodies = countsBodies ? new BodyCounts() : null;
    this.partChecked = countsBodies ? 'whole' : checks.partChecked;
  }

  /** Whether the answer is what its request was sent for. */
  look(request: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null): boolean {
    const isRight = this.#checks.checkSample(request, status, headers, body);
    this.#answers += 1;
    if (!isRight) this.#wrong += 1;
    // What is refused is told as a failure.
    if (this.#checks.of(request).accepts(status)) this.#bodies?.add(request, headers, body);
    return isRight;
  }

  get recorded(): Pick<Recording, 'sampled' | 'bodies'> {
    if (this.#answers === 0) return {};
    return { sampled: { answers: this.#answers, wrong: this.#wrong }, ...this.#bodies?.recorded };
  }
}
