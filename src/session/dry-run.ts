import { EXIT, MeasurementError } from '../errors.js';
import type { LoadConfig } from '../model/config.js';
import type { RequestSpec } from '../model/scenario.js';
import { loadHint } from '../scenario/certificate.js';
import { checkResponse } from '../scenario/check.js';
import type { Mismatch } from '../scenario/mismatch.js';
import { otherProtocolHint } from '../target/other-protocol.js';
import { probe } from '../target/probe.js';
import { probeHttp2 } from '../target/probe-http2.js';
import { firstRequests } from './first-requests.js';
import type { SessionIo } from './io.js';
import { type ServedLoad, withServer } from './load-server.js';

const MOST_CHARACTERS = 2000;
const MOST_REQUESTS = 10;

/** Requests and their answers as text, and whether a load would count all of them as answered. */
export interface DryRun {
  readonly text: string;
  readonly isAccepted: boolean;
}

/** Sends the first request of a load, of several each once, and shows them with their whole answers. */
export function dryRun(config: LoadConfig, io: SessionIo): Promise<DryRun> {
  return withServer(config, io, (served) => askEachOnce(served, io));
}

async function askEachOnce(served: ServedLoad, io: SessionIo): Promise<DryRun> {
  const { requests: source } = served.config;
  const weights = source.requests.map(({ weight = 1 }) => weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const answers: DryRun[] = [];
  for (const [index, request] of (await firstRequests(served, MOST_REQUESTS)).entries()) {
    const answer = await askOnce(served, request, io);
    const title = `# request ${index + 1} of ${weights.length}, ${weights[index]} of every ${total}\n`;
    answers.push(weights.length === 1 ? answer : { ...answer, text: `${title}${answer.text}\n` });
  }
  const left = weights.length - answers.length;
  const more = left > 0 ? [`# and ${left} requests more`] : [];
  return {
    text: [...answers.map(({ text }) => text), ...more].join('\n'),
    isAccepted: answers.every(({ isAccepted }) => isAccepted),
  };
}

async function askOnce({ config, endpoint }: ServedLoad, request: RequestSpec, io: SessionIo): Promise<DryRun> {
  const isHttp2 = config.generator.engine === 'http2';
  const ask = isHttp2 ? probeHttp2 : probe;
  const result = await ask(endpoint, request, config.generator.timeoutMs, io.signal);
  if ('error' in result) {
    const isKnown = result.hint !== undefined || io.signal.aborted;
    const found = isKnown ? null : await otherProtocolHint(endpoint, config.generator.engine);
    throw new MeasurementError('unreachable', `no answer to ${request.method} ${config.url}: ${result.error}`, {
      exitCode: EXIT.target,
      hint: loadHint(result.hint) ?? found ?? undefined,
    });
  }
  const mismatch = checkResponse(config.expect, result);
  const sent = [
    `${request.method} ${request.path} HTTP/${isHttp2 ? '2' : '1.1'}`,
    ...headerLines({ Host: endpoint.authority, ...request.headers }),
  ].map((line) => `> ${line}`);
  const answered = [`${result.status}${failureWords(mismatch)}`, ...headerLines(result.headers)].map(
    (line) => `< ${line}`,
  );
  const text = [...sent, ...bodyLines(request.body), '', ...answered, ...bodyLines(result.body)].join('\n');
  return { text, isAccepted: mismatch === null };
}

// Of a status that is not accepted the line itself tells everything.
function failureWords(mismatch: Mismatch | null): string {
  if (mismatch === null) return '';
  return mismatch.check === 'status' ? ' (would count as failed)' : ` (would count as failed: ${mismatch.message})`;
}

function headerLines(headers: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
}

function bodyLines(body: Uint8Array | null): string[] {
  if (body === null || body.byteLength === 0) return [];
  const text = Buffer.from(body).toString('utf8');
  const left = text.length - MOST_CHARACTERS;
  return ['', left > 0 ? `${text.slice(0, MOST_CHARACTERS)}\n... and ${left} characters more` : text];
}
