import type { ContractRequest, Exchange } from './client.js';
import { deviation, expectError, expectStatus, METHOD_NOT_ALLOWED, PAYLOAD_TOO_LARGE } from './expectations.js';
import type { Deviation, Rule, RuleContext } from './rule.js';

/** PERFCMP_MAX_BODY where nobody sets it. */
const MAX_BODY_BYTES = 1_048_576;
const OVER_THE_LIMIT = Buffer.alloc(MAX_BODY_BYTES + 1, 'x');

/** POST /admin/reset, and with it what holds for every endpoint that takes a body. */
export const RESET_RULES: readonly Rule[] = [
  {
    endpoint: 'admin-reset',
    name: 'answers 204 without a body',
    check: async (context) => {
      const exchange = await reset(context);
      const wrongStatus = expectStatus(exchange, 204);
      if (wrongStatus.length > 0 || exchange.body.length === 0) return wrongStatus;
      return deviation(exchange, 'no body', `${exchange.body.length} bytes`);
    },
  },
  {
    endpoint: 'admin-reset',
    name: 'clears the counters of /stats',
    needs: ['benchmark', 'stats'],
    check: async (context) => {
      await context.send({ method: 'GET', path: '/benchmark' });
      await reset(context);
      const names = ['total_requests', 'average_response_time_us', 'requests_per_second'];
      return expectZeros(await context.send({ method: 'GET', path: '/stats' }), names);
    },
  },
  {
    endpoint: 'admin-reset',
    name: 'clears the counters of /cache/stats',
    needs: ['cached', 'cache-stats'],
    check: async (context) => {
      await context.send({ method: 'GET', path: '/cached/before-reset' });
      await reset(context);
      const names = ['cache_hits', 'cache_misses', 'hit_rate_percent', 'average_access_time_ns', 'total_operations'];
      return expectZeros(await context.send({ method: 'GET', path: '/cache/stats' }), [...names, 'entries']);
    },
  },
  {
    endpoint: 'admin-reset',
    name: 'empties the cache',
    needs: ['cached'],
    check: async (context) => {
      const path = `/cached/${context.random.word(12)}`;
      await context.send({ method: 'GET', path });
      await reset(context);
      const exchange = await context.send({ method: 'GET', path });
      const state = exchange.headers['x-cache'];
      return state === 'MISS' ? [] : deviation(exchange, 'X-Cache: MISS after a reset', String(state));
    },
  },
  {
    endpoint: 'admin-reset',
    name: 'the Content-Type of a request is not looked at',
    check: async (context) => {
      const body = Buffer.from(`{"${context.random.word(8)}`);
      const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'image/png'];
      const exchanges = await Promise.all(
        types.map((type) => reset(context, { body, headers: { 'Content-Type': type } })),
      );
      return exchanges.flatMap((exchange) => expectStatus(exchange, 204));
    },
  },
  {
    endpoint: 'admin-reset',
    name: 'a body of exactly the limit is accepted',
    check: async (context) =>
      expectStatus(await reset(context, { body: OVER_THE_LIMIT.subarray(0, MAX_BODY_BYTES) }), 204),
  },
  {
    endpoint: 'admin-reset',
    name: 'a Content-Length over the limit answers 413',
    check: async (context) => expectError(await reset(context, { body: OVER_THE_LIMIT }), PAYLOAD_TOO_LARGE),
  },
  {
    endpoint: 'admin-reset',
    name: 'a chunked body over the limit answers 413',
    check: async (context) => {
      const exchange = await reset(context, { body: OVER_THE_LIMIT, isChunked: true });
      return chunkedRefused(exchange) ?? expectError(exchange, PAYLOAD_TOO_LARGE);
    },
  },
  {
    endpoint: 'admin-reset',
    name: 'a chunked body is accepted',
    check: async (context) => {
      const body = Buffer.from(context.random.word(100));
      const exchange = await reset(context, { body, isChunked: true });
      return chunkedRefused(exchange) ?? expectStatus(exchange, 204);
    },
  },
  {
    endpoint: 'admin-reset',
    name: 'the method is judged before the size',
    check: async ({ send }) =>
      expectError(await send({ method: 'PUT', path: '/admin/reset', body: OVER_THE_LIMIT }), METHOD_NOT_ALLOWED),
  },
];

function reset({ send }: RuleContext, more: Partial<ContractRequest> = {}): Promise<Exchange> {
  return send({ method: 'POST', path: '/admin/reset', ...more });
}

/** Some frameworks do not read chunked requests: openly refused it is a limit worth knowing, not a broken server. */
function chunkedRefused(exchange: Exchange): readonly Deviation[] | null {
  if (exchange.status !== 400 && exchange.status !== 411 && exchange.status !== 501) return null;
  const { sent, status } = exchange;
  return [{ level: 'warn', sent, expected: 'chunked bodies to be read', got: `refused with ${status}` }];
}

function expectZeros(exchange: Exchange, names: readonly string[]): readonly Deviation[] {
  let answer: Record<string, unknown>;
  try {
    answer = { ...(JSON.parse(exchange.body.toString('utf8')) as object) };
  } catch {
    return deviation(exchange, 'JSON', exchange.body.toString('utf8', 0, 80));
  }
  return names.flatMap((name) =>
    answer[name] === 0 ? [] : deviation(exchange, `"${name}" to be 0 after a reset`, String(answer[name])),
  );
}
