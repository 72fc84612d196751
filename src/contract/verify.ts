import { TargetError } from '../errors.js';
import type { ContractFinding, ContractResult } from '../model/contract.js';
import type { Endpoint } from '../model/load-profile.js';
import { certificateHint, isCertificateError } from '../scenario/certificate.js';
import { RULES } from './all-rules.js';
import { type ContractClient, NoAnswer, openClient } from './client.js';
import { CONTRACT_ENDPOINTS } from './endpoints.js';
import { leaveOut } from './left-out.js';
import { createRandom } from './random.js';
import type { Rule, RuleContext } from './rule.js';

const DEFAULT_TIMEOUT_MS = 5_000;
const UNREACHABLE_CODES = ['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EHOSTUNREACH', 'EAI_AGAIN'];
/** A server that answers nothing would otherwise cost a timeout for each rule. */
const MOST_TIMEOUTS = 3;

export interface VerifyOptions {
  readonly endpoint: Endpoint;
  /** As the outcome names it. */
  readonly target: string;
  /** Name that /health should tell; null: any, as of a server with no name of its own. */
  readonly healthName: string | null;
  /** Contract endpoints to check, by name. */
  readonly endpoints: readonly string[];
  /** The same seed sends the same requests. */
  readonly seed: number;
  /** What the server was given as PERFCMP_DATA_DIR; absent or null: the rules that need it are left out. */
  readonly dataDir?: string | null;
  /** Resident memory of a process, null for one that is not the server's; absent: nothing is known. */
  readonly rssBytesOf?: ((pid: number) => number | null) | null;
  /** Absent: all. */
  readonly rules?: readonly Rule[];
  readonly signal?: AbortSignal;
  /** For one request; 5 s when left out. */
  readonly timeoutMs?: number;
}

/** Asks a running server everything the contract says of these endpoints and lists every deviation; changes its counters. */
export async function verifyContract(options: VerifyOptions): Promise<ContractResult> {
  const endpoints = CONTRACT_ENDPOINTS.map(({ name }) => name).filter((name) => options.endpoints.includes(name));
  const findings: ContractFinding[] = unknownEndpoints(options.endpoints);
  const applicable = (options.rules ?? RULES).filter(({ endpoint, needs = [] }) =>
    [endpoint, ...needs].every((name) => name === 'common' || endpoints.includes(name)),
  );
  const { rules, notes } = leaveOut(applicable, options);

  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const client = openClient(options.endpoint, { timeoutMs, connections: 8, signal: options.signal });
  const context: RuleContext = {
    healthName: options.healthName,
    send: client.send,
    random: createRandom(options.seed),
    dataDir: options.dataDir ?? null,
    rssBytesOf: options.rssBytesOf ?? (() => null),
    has: (name) => endpoints.includes(name),
  };
  let checks = 0;
  let timeouts = 0;
  try {
    await assertReachable(client, options);
    for (const rule of rules) {
      if (timeouts >= MOST_TIMEOUTS) break;
      const outcome = await applyRule(rule, context);
      checks++;
      timeouts += outcome.isTimeout ? 1 : 0;
      findings.push(...outcome.findings);
    }
  } finally {
    client.close();
  }
  if (timeouts >= MOST_TIMEOUTS && checks < rules.length) findings.push(gaveUp(checks, rules.length, timeoutMs));
  return { target: options.target, endpoints, checks, findings, seed: options.seed, notes };
}

interface RuleOutcome {
  readonly findings: readonly ContractFinding[];
  readonly isTimeout: boolean;
}

async function applyRule(rule: Rule, context: RuleContext): Promise<RuleOutcome> {
  const about = { endpoint: rule.endpoint, level: rule.level ?? 'fail', rule: rule.name } as const;
  try {
    const deviations = await rule.check(context);
    return { isTimeout: false, findings: deviations.map((deviation) => ({ ...about, ...deviation })) };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    const finding = { ...about, sent: error.sent, expected: 'an answer', got: error.message };
    return { isTimeout: error.code === 'TIMEOUT', findings: [finding] };
  }
}

/** A server that is not there is not a server that deviates. */
async function assertReachable(client: ContractClient, { target, endpoint }: VerifyOptions): Promise<void> {
  try {
    await client.send({ method: 'GET', path: '/health' });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    if (!UNREACHABLE_CODES.includes(error.code) && !isCertificateError(error.code)) return;
    const where = endpoint.socketPath ?? endpoint.authority;
    if (isCertificateError(error.code)) {
      throw new TargetError('certificate', target, `target "${target}": certificate not accepted: ${error.message}`, {
        hint: certificateHint(error.message),
        cause: error,
      });
    }
    throw new TargetError('not-reachable', target, `target "${target}" does not listen on ${where}: ${error.message}`, {
      hint: 'start the server first, or check its address',
      cause: error,
    });
  }
}

function unknownEndpoints(names: readonly string[]): ContractFinding[] {
  return names
    .filter((name) => !CONTRACT_ENDPOINTS.some((endpoint) => endpoint.name === name))
    .map((name) => ({
      endpoint: name,
      level: 'warn',
      rule: 'the endpoint has rules',
      sent: 'nothing',
      expected: `one of ${CONTRACT_ENDPOINTS.map((endpoint) => endpoint.name).join(', ')}`,
      got: name,
    }));
}

function gaveUp(checks: number, total: number, timeoutMs: number): ContractFinding {
  return {
    endpoint: 'common',
    level: 'fail',
    rule: 'every request is answered',
    sent: `requests of ${checks} of ${total} rules`,
    expected: 'answers',
    got: `${MOST_TIMEOUTS} timeouts of ${timeoutMs} ms, the rest was not tried`,
  };
}
