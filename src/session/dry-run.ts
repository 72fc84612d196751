import { EXIT, MeasurementError } from '../errors.js';
import type { LoadConfig } from '../model/config.js';
import { CERTIFICATE_HINT, LOAD_CERTIFICATE_HINT } from '../scenario/certificate.js';
import { checkResponse } from '../scenario/check.js';
import type { Mismatch } from '../scenario/mismatch.js';
import { probe } from '../target/probe.js';
import type { SessionIo } from './io.js';
import { type ServedLoad, withServer } from './load-server.js';

const MOST_CHARACTERS = 2000;

/** One request and its answer as text, and whether a load would count it as answered. */
export interface DryRun {
  readonly text: string;
  readonly isAccepted: boolean;
}

/** Sends the request that a load would repeat, once, and shows it with its whole answer. */
export function dryRun(config: LoadConfig, io: SessionIo): Promise<DryRun> {
  return withServer(config, io, (served) => askOnce(served, io));
}

async function askOnce({ config, endpoint }: ServedLoad, io: SessionIo): Promise<DryRun> {
  const { request, expect } = config;
  const result = await probe(endpoint, request, config.generator.timeoutMs, io.signal);
  if ('error' in result) {
    throw new MeasurementError('unreachable', `no answer to ${request.method} ${config.url}: ${result.error}`, {
      exitCode: EXIT.target,
      hint: result.hint === CERTIFICATE_HINT ? LOAD_CERTIFICATE_HINT : result.hint,
    });
  }
  const mismatch = checkResponse(expect, result);
  const sent = [
    `${request.method} ${request.path} HTTP/1.1`,
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
