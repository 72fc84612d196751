import { z } from 'zod';
import type { Exchange } from './client.js';
import { count, deviation, inspectJson, measured, readJson } from './expectations.js';
import type { Rule, RuleContext } from './rule.js';
import { settled } from './settled.js';

const CACHE_STATS = z.strictObject({
  cache_hits: count,
  cache_misses: count,
  hit_rate_percent: measured.max(100),
  average_access_time_ns: measured,
  total_operations: count,
  entries: count,
});

/** GET /cache/stats: what /cached has done. */
export const CACHE_STATS_RULES: readonly Rule[] = [
  {
    endpoint: 'cache-stats',
    name: 'answers numbers that add up',
    check: async (context) => {
      const exchange = await cacheStats(context);
      return inspectJson(exchange, CACHE_STATS, (answer) => {
        const total = answer.cache_hits + answer.cache_misses;
        const hitPercent = total === 0 ? 0 : (100 * answer.cache_hits) / total;
        return [
          ...(answer.total_operations === total
            ? []
            : deviation(exchange, `"total_operations" to be ${total}`, String(answer.total_operations))),
          ...(Math.abs(answer.hit_rate_percent - hitPercent) <= 0.01
            ? []
            : deviation(exchange, `"hit_rate_percent" to be ${hitPercent}`, String(answer.hit_rate_percent))),
        ];
      });
    },
  },
  {
    endpoint: 'cache-stats',
    name: 'counts hits, misses and entries',
    needs: ['cached'],
    check: async (context) => {
      const before = readJson(await cacheStats(context), CACHE_STATS);
      if (before.value === null) return before.deviations;
      const { cache_hits, cache_misses, entries } = before.value;
      const path = `/cached/${context.random.word(12)}`;
      const hits = 1 + context.random.below(4);
      for (let sent = 0; sent <= hits; sent++) await context.send({ method: 'GET', path });
      const expected = { cache_hits: cache_hits + hits, cache_misses: cache_misses + 1, entries: entries + 1 };
      const exchange = await settled(
        () => cacheStats(context),
        (answer) => readJson(answer, CACHE_STATS).value?.cache_hits === expected.cache_hits,
      );
      return inspectJson(exchange, CACHE_STATS, (answer) =>
        (['cache_hits', 'cache_misses', 'entries'] as const).flatMap((name) =>
          answer[name] === expected[name]
            ? []
            : deviation(
                exchange,
                `"${name}" to be ${expected[name]} after one miss and ${hits} hits`,
                String(answer[name]),
              ),
        ),
      );
    },
  },
];

function cacheStats({ send }: RuleContext): Promise<Exchange> {
  return send({ method: 'GET', path: '/cache/stats' });
}
