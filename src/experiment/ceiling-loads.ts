import { MOST_CHECKED } from '../contract/quick-check.js';
import { createCounter } from '../load/request-numbers.js';
import { sampleRequests } from '../load/sample-requests.js';
import type { ScenarioAnswer } from '../model/contract.js';
import type { Endpoint, LoadProfile } from '../model/load-profile.js';
import type { Plan } from '../model/plan.js';
import { fixedSource, type RequestSource } from '../model/request-source.js';
import type { RequestSpec, Scenario } from '../model/scenario.js';
import { mean, median } from '../stats/moments.js';

/** METHOD 5.9: what the smallest server is asked and answers, so that what the generator does there is its ceiling for these scenarios. */
export interface CeilingLoad {
  readonly profile: LoadProfile;
  readonly scenarios: readonly string[];
  /** Length of the answers' bodies; null: the few bytes that the smallest server answers by itself. */
  readonly answerBytes: number | null;
  readonly source: RequestSource;
}

/** Up to here a body costs the generator next to nothing beside its request. */
const SMALL_BYTES = 1024;

const SMALLEST = fixedSource([{ method: 'GET', path: '/', headers: {}, body: null }]);

/** One load for each profile of a closed loop, and for each size of what is sent and answered: scenarios alike share one. */
export function ceilingLoads(plan: Plan, answers: readonly ScenarioAnswer[], endpoint: Endpoint): CeilingLoad[] {
  const loads = new Map<string, CeilingLoad & { readonly scenarios: string[] }>();
  for (const { profile, scenario } of closedSections(plan)) {
    const requests = sampleRequests(scenario.source, { endpoint, counter: createCounter() }, MOST_CHECKED);
    const sentBytes = sizeClass(mean(requests.map(({ body }) => body?.byteLength ?? 0)));
    const answerBytes = sizeClass(answerBytesOf(scenario.name, answers));
    const key = JSON.stringify([profile.name, sentBytes, answerBytes]);
    const isSmall = sentBytes === null && answerBytes === null;
    const source = isSmall ? SMALLEST : fixedSource(requests.map(asAnsweredBySmallest));
    const load = loads.get(key) ?? { profile, scenarios: [], answerBytes, source };
    load.scenarios.push(scenario.name);
    loads.set(key, load);
  }
  return [...loads.values()];
}

/** Requests that take a second each come nowhere near what the generator can do, and at a rate no server is as fast as it can be. */
function closedSections({ profiles, scenarios, instances }: Plan): { profile: LoadProfile; scenario: Scenario }[] {
  const cells = instances.flatMap((instance) => instance.cells);
  return profiles
    .filter(({ kind }) => kind === 'closed')
    .flatMap((profile) =>
      scenarios
        .filter(({ name, isBatch = false }) => !isBatch && cells.some((cell) => isCell(cell, name, profile.name)))
        .map((scenario) => ({ profile, scenario })),
    );
}

function isCell(cell: { readonly scenario: string; readonly profile: string }, scenario: string, profile: string) {
  return cell.scenario === scenario && cell.profile === profile;
}

/** In the middle of the targets, of their requests the mean; 0 where nobody has answered. */
function answerBytesOf(scenario: string, answers: readonly ScenarioAnswer[]): number {
  const own = answers.filter((answer) => answer.scenario === scenario).map(({ bodyBytes }) => bodyBytes);
  return own.length === 0 ? 0 : median(own);
}

/** The power of two that is next to it; null for what is small. */
function sizeClass(bytes: number): number | null {
  return bytes <= SMALL_BYTES ? null : 2 ** Math.round(Math.log2(bytes));
}

/** It answers everything with a body, whatever is expected elsewhere. */
function asAnsweredBySmallest({ method, path, headers, body, weight = 1 }: RequestSpec): RequestSpec {
  return { method: method === 'HEAD' ? 'GET' : method, path, headers, body, weight };
}
