// Hot path: `take` runs once a request.
import type { RequestSpec } from '../model/scenario.js';
import { weightedRound } from '../scenario/weighted-round.js';
import { OwnChecks } from './own-checks.js';

/** Requests that never change: a round in which each has its share, sent again and again. */
export class FixedRequests {
  readonly fixed: readonly RequestSpec[];
  readonly checks: OwnChecks | null;
  readonly #size: number;
  readonly #givenBack: number[] = [];
  #next = 0;
  #isInOrder = true;

  constructor(requests: readonly RequestSpec[]) {
    const round = weightedRound(requests.map(({ weight = 1 }) => weight));
    this.fixed = round.map((index) => requests[index]!);
    this.#size = round.length;
    const all = requests.map(({ expect = null }) => expect);
    const places = Uint32Array.from(round);
    this.checks = all.every((one) => one === null)
      ? null
      : new OwnChecks({ all, placeOf: (request) => places[request]!, filled: () => null });
  }

  /** Each number was the one after the number before it, around the end. */
  get isInOrder(): boolean {
    return this.#isInOrder;
  }

  take(): number {
    if (this.#givenBack.length > 0) return this.#givenBack.shift()!;
    const taken = this.#next;
    this.#next = taken + 1 === this.#size ? 0 : taken + 1;
    return taken;
  }

  giveBack(request: number): void {
    // With a single request there is no other that it could be taken for.
    this.#isInOrder = this.#size === 1;
    this.#givenBack.push(request);
  }

  parts(request: number): RequestSpec {
    return this.fixed[request]!;
  }

  begin(requestsBefore: number): void {
    this.#givenBack.length = 0;
    this.#isInOrder = true;
    this.#next = requestsBefore % this.#size;
  }
}
