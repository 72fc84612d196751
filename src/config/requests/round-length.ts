import { roundLength } from '../../scenario/weighted-round.js';

const MOST_REQUESTS = 100_000;
const LONGEST_ROUND = 10_000;

/** What is wrong with weights whose round would be longer than can be laid out; null: nothing. */
export function roundProblem(weights: readonly number[]): string | null {
  if (weights.length > MOST_REQUESTS) return `has ${weights.length} requests, and at most ${MOST_REQUESTS} can be sent`;
  const length = roundLength(weights);
  if (length <= LONGEST_ROUND || length === weights.length) return null;
  return `has weights whose smallest round is ${length} requests long: take rounder ones, at most ${LONGEST_ROUND}`;
}
