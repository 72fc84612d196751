import { z } from 'zod';
import type { Exchange } from './client.js';
import { count, deviation, inspectJson, measured, readJson } from './expectations.js';
import { checkRss } from './memory-rules.js';
import type { Deviation, Rule, RuleContext } from './rule.js';
import { settled } from './settled.js';

const STATS = z.strictObject({
  total_requests: count,
  average_response_time_us: measured,
  requests_per_second: measured,
  memory_usage: z.int().min(1),
  cpu_usage: measured,
  uptime_seconds: measured,
  cpu_user_us: count,
  cpu_system_us: count,
  pid: z.int().min(1),
});

type Stats = z.infer<typeof STATS>;

/** GET /stats: counts of /benchmark, and what the process uses. */
export const STATS_RULES: readonly Rule[] = [
  {
    endpoint: 'stats',
    name: 'answers its numbers',
    check: async (context) => inspectJson(await stats(context), STATS),
  },
  {
    endpoint: 'stats',
    name: 'counts every benchmark request and nothing else',
    needs: ['benchmark'],
    check: async (context) => {
      const before = readJson(await stats(context), STATS);
      if (before.value === null) return before.deviations;
      const asked = 3 + context.random.below(8);
      await askBenchmark(context, asked);
      // Asking for the numbers, and what is not found, must not count.
      await stats(context);
      await context.send({ method: 'GET', path: `/${context.random.word(8)}` });
      const expected = before.value.total_requests + asked;
      const exchange = await settled(
        () => stats(context),
        (answer) => totalOf(answer) === expected,
      );
      return inspectJson(exchange, STATS, ({ total_requests }) =>
        total_requests === expected
          ? []
          : deviation(exchange, `"total_requests" to be ${expected} after ${asked} more`, String(total_requests)),
      );
    },
  },
  {
    endpoint: 'stats',
    name: 'clocks and counters only go forward',
    check: async (context) => {
      const first = readJson(await stats(context), STATS);
      if (first.value === null) return first.deviations;
      const earlier = first.value;
      const exchange = await stats(context);
      return inspectJson(exchange, STATS, (later) => {
        const forward: readonly (keyof Stats)[] = ['uptime_seconds', 'cpu_user_us', 'cpu_system_us'];
        return forward.flatMap((name) =>
          later[name] >= earlier[name] ? [] : deviation(exchange, `"${name}" >= ${earlier[name]}`, String(later[name])),
        );
      });
    },
  },
  {
    endpoint: 'stats',
    name: 'is of the process that /health names',
    // Several workers may answer for one server.
    level: 'warn',
    needs: ['health'],
    check: async (context) => {
      const health = await context.send({ method: 'GET', path: '/health' });
      const exchange = await stats(context);
      const named = readJson(health, z.object({ pid: z.int() }));
      if (named.value === null) return [];
      const { pid: expected } = named.value;
      return inspectJson(exchange, STATS, ({ pid }) =>
        pid === expected ? [] : deviation(exchange, `"pid" to be ${expected}`, String(pid)),
      );
    },
  },
  {
    endpoint: 'stats',
    name: 'memory_usage is what the kernel says',
    requires: 'process',
    needs: ['health'],
    check: (context) => checkRss(context, '/stats', 'memory_usage'),
  },
  {
    endpoint: 'stats',
    name: 'requests_per_second is the count over the time since reset',
    needs: ['benchmark', 'admin-reset'],
    check: checkRate,
  },
];

/** The server's own clock lies between what we saw from outside and from inside the two answers. */
async function checkRate(context: RuleContext): Promise<readonly Deviation[]> {
  const outerMs = performance.now();
  await context.send({ method: 'POST', path: '/admin/reset' });
  const innerMs = performance.now();
  const asked = 5;
  await askBenchmark(context, asked);
  let longestInnerMs = 0;
  const exchange = await settled(
    () => {
      longestInnerMs = performance.now() - innerMs;
      return stats(context);
    },
    (answer) => totalOf(answer) === asked,
  );
  const longestMs = performance.now() - outerMs;
  return inspectJson(exchange, STATS, ({ requests_per_second: rate, total_requests: total }) => {
    const lowest = (0.99 * total * 1000) / longestMs;
    const highest = (1.01 * total * 1000) / longestInnerMs;
    if (rate >= lowest && rate <= highest) return [];
    return deviation(
      exchange,
      `"requests_per_second" from ${lowest.toFixed(1)} to ${highest.toFixed(1)}`,
      String(rate),
    );
  });
}

function stats({ send }: RuleContext): Promise<Exchange> {
  return send({ method: 'GET', path: '/stats' });
}

async function askBenchmark({ send }: RuleContext, times: number): Promise<void> {
  for (let sent = 0; sent < times; sent++) await send({ method: 'GET', path: '/benchmark' });
}

function totalOf(exchange: Exchange): number | null {
  return readJson(exchange, STATS).value?.total_requests ?? null;
}
