import { z } from 'zod';
import type { ContractRequest, Exchange } from './client.js';
import { CONTRACT_ENDPOINTS, successRequest } from './endpoints.js';
import { expectError, expectStatus, expectThat, METHOD_NOT_ALLOWED, readJson } from './expectations.js';
import type { Deviation, RuleContext } from './rule.js';

const BUSY = z.strictObject({ error: z.string().min(1), status: z.literal(503) });

/** On a busy machine the second request may come when the first is done. */
const ATTEMPTS = 3;
export const AT_ONCE = 3;
const CLOCK_SLACK_MS = 2;

/** Of requests sent together one is served, the others are told to come again; a wrong method is judged before that. */
export async function checkOneAtATime({ send }: RuleContext, request: ContractRequest): Promise<readonly Deviation[]> {
  let found: readonly Deviation[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const together = Promise.all(Array.from({ length: AT_ONCE }, () => send(request)));
    const wrongMethod = send({ ...request, method: 'DELETE' });
    const exchanges = await together;
    const refused = exchanges.filter(({ status }) => status === 503);
    const wrong = [...refused.flatMap(expectBusy), ...expectError(await wrongMethod, METHOD_NOT_ALLOWED)];
    if (wrong.length > 0) return wrong;
    const served = exchanges.filter(({ status }) => status !== 503);
    found = expectThat(
      served[0] ?? exchanges[0]!,
      served.length === 1 && served[0]!.status === 200,
      `of ${AT_ONCE} sent together one status 200, the others 503`,
      exchanges.map(({ status }) => status).join(', '),
    );
    if (found.length === 0) break;
  }
  // What has been refused must not stay refused.
  return found.length > 0 ? found : expectStatus(await send(request), 200);
}

function expectBusy(exchange: Exchange): readonly Deviation[] {
  const after = exchange.headers['retry-after'];
  return [
    ...readJson(exchange, BUSY, 503).deviations,
    ...expectThat(exchange, after === '1', 'Retry-After: 1', after ?? 'no Retry-After header'),
  ];
}

/** Times of an answer's parts, against the time of the answer. */
export function withinAnswer(exchange: Exchange, partsMs: readonly number[]): readonly Deviation[] {
  const totalMs = partsMs.reduce((sum, part) => sum + part, 0);
  const tookMs = exchange.elapsedUs / 1000;
  return expectThat(
    exchange,
    totalMs <= tookMs + CLOCK_SLACK_MS,
    `times within the ${tookMs.toFixed(1)} ms the answer took`,
    `${totalMs.toFixed(1)} ms together`,
  );
}

/** The request that a contract endpoint answers with success. */
export function requestOf(name: string): ContractRequest {
  return successRequest(CONTRACT_ENDPOINTS.find((endpoint) => endpoint.name === name)!);
}

/** Numbers may be rounded to three digits or to two decimals. */
export function isNear(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 0.006 + 0.01 * expected;
}
