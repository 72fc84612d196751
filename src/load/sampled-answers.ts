import type { Recording } from '../model/recording.js';
import type { CheckedPart, ReceivedHeaders } from '../scenario/check.js';
import type { AnswerChecks } from './answer-checks.js';

/** What those answers of a slice that are looked into come to. */
export class SampledAnswers {
  readonly partChecked: CheckedPart;
  readonly #checks: AnswerChecks;
  #answers = 0;
  #wrong = 0;

  constructor(checks: AnswerChecks) {
    this.#checks = checks;
    this.partChecked = checks.partChecked;
  }

  /** Whether the answer is what its request was sent for. */
  look(request: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null): boolean {
    const isRight = this.#checks.checkSample(request, status, headers, body);
    this.#answers += 1;
    if (!isRight) this.#wrong += 1;
    return isRight;
  }

  get recorded(): Pick<Recording, 'sampled'> {
    return this.#answers > 0 ? { sampled: { answers: this.#answers, wrong: this.#wrong } } : {};
  }
}
