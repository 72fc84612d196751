import { ConfigError } from '../errors.js';
import { HookProblem, problemOf } from '../load/hook-module.js';
import { openRequests } from '../load/prepared-requests.js';
import { createCounter } from '../load/request-numbers.js';
import type { RequestSpec } from '../model/scenario.js';
import { weightedRound } from '../scenario/weighted-round.js';
import type { ServedLoad } from './load-server.js';

/** The first `most` of the requests, each as it is sent for the first time. */
export async function firstRequests(
  { endpoint, config }: Pick<ServedLoad, 'endpoint' | 'config'>,
  most: number,
): Promise<readonly RequestSpec[]> {
  const { requests: source, generator } = config;
  const round = weightedRound(source.requests.map(({ weight = 1 }) => weight));
  try {
    const prepared = await openRequests(source, {
      endpoint,
      closes: generator.requestsPerConnection === 1,
      counter: createCounter(),
      thread: 0,
      onBroken: (problem) => {
        throw problem;
      },
    });
    return source.requests.slice(0, most).map((_, index) => prepared.parts(round.indexOf(index)));
  } catch (error) {
    if (error instanceof HookProblem) throw new ConfigError([problemOf(source, error)]);
    throw error;
  }
}
