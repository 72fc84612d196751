import type { ContractFinding, ScenarioAnswer } from '../model/contract.js';
import { describeExpectation } from '../model/describe-expectation.js';
import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec, Scenario } from '../model/scenario.js';
import { bodyHash } from '../scenario/body-hash.js';
import { checkResponse } from '../scenario/check.js';
import { bodyExcerpt } from '../scenario/excerpt.js';
import type { Mismatch } from '../scenario/mismatch.js';
import { type ContractClient, describeRequest, type Exchange, NoAnswer, openClient } from './client.js';
import { BATCH_TIMEOUT_MS } from './endpoints.js';

const TIMEOUT_MS = 5_000;
/** So many requests of a scenario show what its answers are like. */
export const MOST_CHECKED = 20;

/** What is asked of a target, as it is sent, and what must come back where a request does not say so itself. */
export interface AskedScenario extends Pick<Scenario, 'name' | 'expect'> {
  readonly requests: readonly RequestSpec[];
  /** Its work takes longer than an answer usually may. */
  readonly isBatch?: boolean;
}

/** A deviation with what of the answer it is about. */
export interface AnswerProblem extends ContractFinding {
  readonly wrong: 'no answer' | 'status' | 'content';
}

export interface QuickCheckResult {
  readonly problems: readonly AnswerProblem[];
  /** One for each answered request, in the order of scenarios and their requests. */
  readonly answers: readonly ScenarioAnswer[];
}

/** Sends the requests of each scenario once and checks the answers as the load will. */
export async function quickCheck(options: {
  readonly endpoint: Endpoint;
  readonly target: string;
  readonly scenarios: readonly AskedScenario[];
  readonly signal?: AbortSignal;
}): Promise<QuickCheckResult> {
  const { endpoint, signal } = options;
  const openOne = (): ContractClient => openClient(endpoint, { timeoutMs: TIMEOUT_MS, connections: 4, signal });
  const clients: Clients = { first: openOne(), again: openOne() };
  try {
    const outcomes = [];
    for (const scenario of options.scenarios) {
      const asked = await Promise.all(scenario.requests.map((request) => askOnce(clients, scenario, request)));
      for (const [index, request] of scenario.requests.entries()) {
        outcomes.push(await askedAgain(clients, request, asked[index]!));
      }
    }
    return {
      problems: outcomes.flatMap(({ problem }) => problem ?? []),
      answers: outcomes.flatMap(({ answer }) => answer ?? []),
    };
  } finally {
    clients.first.close();
    clients.again.close();
  }
}

/** A second answer comes over another connection: behind a cluster that may be another worker, which may name itself. */
interface Clients {
  readonly first: ContractClient;
  readonly again: ContractClient;
}

interface Outcome {
  readonly problem: AnswerProblem | null;
  readonly answer: ScenarioAnswer | null;
}

async function askOnce(clients: Clients, scenario: AskedScenario, request: RequestSpec): Promise<Outcome> {
  const expect = request.expect ?? scenario.expect;
  const finding = (got: string, wrong: AnswerProblem['wrong']): AnswerProblem => ({
    endpoint: scenario.name,
    level: 'fail',
    rule: 'answers as the scenario expects',
    sent: describeRequest(request),
    expected: describeExpectation(expect),
    got,
    wrong,
  });
  let exchange: Exchange;
  try {
    exchange = await clients.first.send(scenario.isBatch ? { ...request, timeoutMs: BATCH_TIMEOUT_MS } : request);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { problem: finding(error.message, 'no answer'), answer: null };
  }
  const { status, mediaType, body, headerBytes } = exchange;
  const mismatch = checkResponse(expect, exchange);
  const hash =
    mismatch === null && isUndeclared(scenario, request) ? await hashOfBoth(clients.again, request, exchange) : null;
  return {
    problem:
      mismatch === null
        ? null
        : finding(gotText(mismatch, exchange), mismatch.check === 'status' ? 'status' : 'content'),
    answer: {
      scenario: scenario.name,
      request: exchange.sent,
      status,
      headerBytes,
      bodyBytes: body.length,
      mediaType,
      ...(isUndeclared(scenario, request) && { bodyHash: hash }),
    },
  };
}

/** Whether nobody says what the body should be, and it may be asked for once more. */
function isUndeclared({ expect, isBatch = false }: AskedScenario, request: RequestSpec): boolean {
  const { body, checks = [] } = request.expect ?? expect;
  return body === null && checks.length === 0 && !isBatch && request.method === 'GET';
}

/**
 * Once more over both connections where they were told two things: the second was opened in between, and of how many are open
 * a server may tell. What says something new each time does so again.
 */
async function askedAgain(clients: Clients, request: RequestSpec, outcome: Outcome): Promise<Outcome> {
  const { problem, answer } = outcome;
  if (problem !== null || answer?.bodyHash !== null) return outcome;
  try {
    const hash = await hashOfBoth(clients.again, request, await clients.first.send(request));
    return { problem, answer: { ...answer, bodyHash: hash } };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return outcome;
  }
}

/** What an answer says; null where a second one says something else, as of a clock or a counter. */
async function hashOfBoth(client: ContractClient, request: RequestSpec, first: Exchange): Promise<string | null> {
  const hash = bodyHash(first.body, first.mediaType);
  try {
    const second = await client.send(request);
    return bodyHash(second.body, second.mediaType) === hash ? hash : null;
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return null;
  }
}

/** A header that is not there is not seen in the body. */
function gotText({ check, message }: Mismatch, { status, mediaType, body }: Exchange): string {
  const got = `${status}, ${mediaType ?? 'no media type'}, ${bodyExcerpt(body)}`;
  return check.startsWith('header ') ? `${got} (${message})` : got;
}
