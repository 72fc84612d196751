import type { ContractFinding } from '../model/contract.js';
import { describeExpectation } from '../model/describe-expectation.js';
import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec, Scenario } from '../model/scenario.js';
import { checkResponse } from '../scenario/check.js';
import { bodyExcerpt } from '../scenario/excerpt.js';
import { type ContractClient, describeRequest, type Exchange, NoAnswer, openClient } from './client.js';

const TIMEOUT_MS = 5_000;
const MOST_REQUESTS = 20;

/** What a target answered to one request of a scenario, to be laid beside what the others answered. */
export interface ScenarioAnswer {
  readonly scenario: string;
  readonly status: number;
  /** Status line and headers, chunk framing included. */
  readonly headerBytes: number;
  readonly bodyBytes: number;
  /** Content-Type with its parameters, or null. */
  readonly mediaType: string | null;
}

export interface QuickCheckResult {
  readonly problems: readonly ContractFinding[];
  /** One for each answered request, in the order of scenarios and their requests. */
  readonly answers: readonly ScenarioAnswer[];
}

/** Sends every distinct request of each scenario once, at most 20 of them, and checks the answers as the load will. */
export async function quickCheck(options: {
  readonly endpoint: Endpoint;
  readonly target: string;
  readonly scenarios: readonly Scenario[];
  readonly signal?: AbortSignal;
}): Promise<QuickCheckResult> {
  const client = openClient(options.endpoint, { timeoutMs: TIMEOUT_MS, connections: 4, signal: options.signal });
  try {
    const outcomes = [];
    for (const scenario of options.scenarios) {
      outcomes.push(
        ...(await Promise.all(distinctRequests(scenario).map((request) => askOnce(client, scenario, request)))),
      );
    }
    return {
      problems: outcomes.flatMap(({ problem }) => problem ?? []),
      answers: outcomes.flatMap(({ answer }) => answer ?? []),
    };
  } finally {
    client.close();
  }
}

interface Outcome {
  readonly problem: ContractFinding | null;
  readonly answer: ScenarioAnswer | null;
}

async function askOnce(client: ContractClient, scenario: Scenario, request: RequestSpec): Promise<Outcome> {
  const finding = (got: string): ContractFinding => ({
    endpoint: scenario.name,
    level: 'fail',
    rule: 'answers as the scenario expects',
    sent: describeRequest(request),
    expected: describeExpectation(scenario.expect),
    got,
  });
  let exchange: Exchange;
  try {
    exchange = await client.send(request);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { problem: finding(error.message), answer: null };
  }
  const { status, mediaType, body, headerBytes } = exchange;
  const isAccepted = checkResponse(scenario.expect, exchange) === null;
  return {
    problem: isAccepted ? null : finding(`${status}, ${mediaType ?? 'no media type'}, ${bodyExcerpt(body)}`),
    answer: { scenario: scenario.name, status, headerBytes, bodyBytes: body.length, mediaType },
  };
}

function distinctRequests(scenario: Scenario): readonly RequestSpec[] {
  const byContent = new Map<string, RequestSpec>();
  for (const request of scenario.requests) {
    const body = request.body === null ? '' : Buffer.from(request.body).toString('base64');
    byContent.set(JSON.stringify([request.method, request.path, request.headers, body]), request);
    if (byContent.size === MOST_REQUESTS) break;
  }
  return [...byContent.values()];
}
