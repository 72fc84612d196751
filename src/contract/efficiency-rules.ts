import { z } from 'zod';
import { count, expectThat, inspectJson } from './expectations.js';
import { isMegabytes } from './memory-rules.js';
import { checkOneAtATime, isNear, requestOf, withinAnswer } from './one-at-a-time.js';
import type { Rule } from './rule.js';

const SIZES = [1024, 4096, 16_384, 65_536, 262_144];
const ITERATIONS = 1000;

const EFFICIENCY = z.strictObject({
  memory_efficiency_test: z
    .array(
      z.strictObject({
        data_size_bytes: count,
        iterations: z.literal(ITERATIONS),
        total_time_ms: z.number().gt(0),
        avg_time_per_op_us: z.number().gt(0),
        throughput_mb_per_sec: z.number().gt(0),
      }),
    )
    .length(SIZES.length),
  test_description: z.string().min(1),
});

/** GET /memory/efficiency: passes over five sizes. */
export const EFFICIENCY_RULES: readonly Rule[] = [
  {
    endpoint: 'memory-efficiency',
    name: 'measures five sizes, and its numbers fit each other',
    check: async ({ send }) => {
      const exchange = await send(requestOf('memory-efficiency'));
      return inspectJson(exchange, EFFICIENCY, ({ memory_efficiency_test: rows }) => [
        ...expectThat(
          exchange,
          rows.every((row, index) => row.data_size_bytes === SIZES[index]),
          `"data_size_bytes" ${SIZES.join(', ')}`,
          rows.map((row) => row.data_size_bytes).join(', '),
        ),
        ...rows.flatMap((row) => {
          const megabytes = row.throughput_mb_per_sec * (row.total_time_ms / 1000);
          return [
            ...expectThat(
              exchange,
              isNear(row.avg_time_per_op_us, (row.total_time_ms * 1000) / ITERATIONS),
              `"avg_time_per_op_us" to be ${row.total_time_ms} ms / ${ITERATIONS}`,
              String(row.avg_time_per_op_us),
            ),
            ...expectThat(
              exchange,
              isMegabytes(megabytes, row.data_size_bytes * ITERATIONS),
              `"throughput_mb_per_sec" of ${row.data_size_bytes * ITERATIONS} bytes in ${row.total_time_ms} ms`,
              String(row.throughput_mb_per_sec),
            ),
          ];
        }),
        ...withinAnswer(
          exchange,
          rows.map((row) => row.total_time_ms),
        ),
      ]);
    },
  },
  {
    endpoint: 'memory-efficiency',
    name: 'one at a time, others answer 503 with Retry-After',
    check: (context) => checkOneAtATime(context, requestOf('memory-efficiency')),
  },
];
