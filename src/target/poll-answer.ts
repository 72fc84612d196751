import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint } from '../model/load-profile.js';
import type { RequestSpec } from '../model/scenario.js';
import { interruptedError } from './interrupted.js';
import { type ProbeResult, probe } from './probe.js';
import { probeHttp2 } from './probe-http2.js';

const POLL_MS = 20;
const PROBE_TIMEOUT_MS = 2000;

/** The first correct answer of a server. */
export interface Readiness {
  readonly atMs: number;
  readonly answer: Extract<ProbeResult, { status: number }>;
}

/** A server that is asked again and again until it answers as it should. */
export interface AnswerPoll {
  readonly name: string;
  readonly endpoint: Endpoint;
  /** Asks over HTTP/2, which is all that some servers speak. */
  readonly isHttp2: boolean;
  readonly path: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Settles when there is something new to be seen before the next question. */
  readonly exited: Promise<unknown>;
  /** Whether this is the first correct answer; throws where there will be none. */
  readonly accepts: (result: ProbeResult) => boolean | Promise<boolean>;
  /** Whether waiting any longer is in vain. */
  readonly isHopeless: (result: ProbeResult) => boolean;
}

/** The first answer that is accepted; where there is none in time, what tells most of those that were seen. */
export async function pollAnswer(poll: AnswerPoll): Promise<Readiness | { readonly told: ProbeResult }> {
  const { endpoint, path, signal } = poll;
  const ask = poll.isHttp2 ? probeHttp2 : probe;
  const request: RequestSpec = { method: 'GET', path, headers: {}, body: null };
  const deadlineMs = performance.now() + poll.timeoutMs;
  let told: ProbeResult | null = null;
  for (;;) {
    const remainingMs = Math.max(1, deadlineMs - performance.now());
    const result = await ask(endpoint, request, Math.min(PROBE_TIMEOUT_MS, remainingMs), signal);
    const atMs = performance.now();
    if (signal.aborted) throw interruptedError(poll.name);
    told = told === null || tellsMore(result, told) ? result : told;
    if ((await poll.accepts(result)) && 'status' in result) return { atMs, answer: result };
    if (performance.now() >= deadlineMs) return { told };
    if (poll.isHopeless(result)) return { told: result };
    await Promise.race([delay(POLL_MS), poll.exited]);
  }
}

/** The last probe may have had a millisecond left: that it saw no answer says nothing against an answer seen before. */
function tellsMore(result: ProbeResult, before: ProbeResult): boolean {
  return 'status' in result || result.refused || ('error' in before && before.refused);
}

/** Whether a server that is up says so: 2xx or 3xx. */
export function isWell(result: ProbeResult): boolean {
  return 'status' in result && result.status >= 200 && result.status <= 399;
}
