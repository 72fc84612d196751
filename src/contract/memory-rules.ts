import { z } from 'zod';
import type { Exchange } from './client.js';
import { count, expectThat, inspectJson, measured, readJson } from './expectations.js';
import type { Rule, RuleContext } from './rule.js';

const MEMORY_STATS = z.strictObject({
  rss_bytes: z.int().min(1),
  heap_used_bytes: count,
  heap_total_bytes: count,
  // The only members of the contract that may be null: not every runtime counts them.
  total_allocated_bytes: count.nullable(),
  total_deallocated_bytes: count.nullable(),
  current_usage_bytes: count,
  current_usage_mb: measured,
});

type MemoryStats = z.infer<typeof MEMORY_STATS>;

/** Self-report and /proc are read a moment apart, and runtimes round. */
const RSS_SHARE = 0.2;

/** GET /memory/stats: what the process holds. */
export const MEMORY_RULES: readonly Rule[] = [
  {
    endpoint: 'memory-stats',
    name: 'answers numbers that fit each other',
    check: async (context) => {
      const exchange = await memoryStats(context);
      return inspectJson(exchange, MEMORY_STATS, (answer) => [
        ...expectThat(
          exchange,
          answer.heap_used_bytes <= answer.heap_total_bytes,
          `"heap_used_bytes" <= ${answer.heap_total_bytes}`,
          String(answer.heap_used_bytes),
        ),
        ...expectThat(
          exchange,
          (answer.total_deallocated_bytes ?? 0) <= (answer.total_allocated_bytes ?? Number.POSITIVE_INFINITY),
          `"total_deallocated_bytes" <= ${answer.total_allocated_bytes}`,
          String(answer.total_deallocated_bytes),
        ),
        ...expectThat(
          exchange,
          isMegabytes(answer.current_usage_mb, answer.current_usage_bytes),
          `"current_usage_mb" to be ${answer.current_usage_bytes} bytes`,
          String(answer.current_usage_mb),
        ),
      ]);
    },
  },
  {
    endpoint: 'memory-stats',
    name: 'its totals only grow',
    check: async (context) => {
      const first = readJson(await memoryStats(context), MEMORY_STATS);
      if (first.value === null) return first.deviations;
      const earlier = first.value;
      const exchange = await memoryStats(context);
      const totals: readonly (keyof MemoryStats)[] = ['total_allocated_bytes', 'total_deallocated_bytes'];
      return inspectJson(exchange, MEMORY_STATS, (later) =>
        totals.flatMap((name) => {
          const [before, after] = [earlier[name], later[name]];
          const holds = before === null ? after === null : after !== null && after >= before;
          return expectThat(exchange, holds, `"${name}" ${before === null ? 'null' : `>= ${before}`}`, String(after));
        }),
      );
    },
  },
  {
    endpoint: 'memory-stats',
    name: 'rss_bytes is what the kernel says',
    requires: 'process',
    needs: ['health'],
    check: (context) => checkRss(context, '/memory/stats', 'rss_bytes'),
  },
];

/** Holds a self-report against /proc, read before and after it; without a process of ours there is nothing to see. */
export async function checkRss(context: RuleContext, path: string, member: string) {
  const health = readJson(await context.send({ method: 'GET', path: '/health' }), z.looseObject({ pid: z.int() }));
  if (health.value === null) return [];
  const { pid } = health.value;
  const before = context.rssBytesOf(pid);
  const exchange = await context.send({ method: 'GET', path });
  const after = context.rssBytesOf(pid);
  if (before === null || after === null) return [];
  const lowest = Math.min(before, after) * (1 - RSS_SHARE);
  const highest = Math.max(before, after) * (1 + RSS_SHARE);
  return inspectJson(exchange, z.looseObject({ [member]: z.number() }), (answer) => {
    const rss = Number(answer[member]);
    const expected = `"${member}" within ${100 * RSS_SHARE} % of the ${after} bytes of process ${pid}`;
    return expectThat(exchange, rss >= lowest && rss <= highest, expected, String(rss));
  });
}

/** Megabytes of 10^6 or of 2^20 bytes, rounded to two digits or not. */
export function isMegabytes(megabytes: number, bytes: number): boolean {
  return [1e6, 2 ** 20].some((unit) => Math.abs(megabytes - bytes / unit) <= 0.006 + (0.01 * bytes) / unit);
}

function memoryStats({ send }: RuleContext): Promise<Exchange> {
  return send({ method: 'GET', path: '/memory/stats' });
}
