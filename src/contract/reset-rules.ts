import type { Exchange } from './client.js';
import { deviation, expectStatus } from './expectations.js';
import type { Deviation, Rule, RuleContext } from './rule.js';

/** POST /admin/reset: what it answers and what it clears. */
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
];

function reset({ send }: RuleContext): Promise<Exchange> {
  return send({ method: 'POST', path: '/admin/reset' });
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
