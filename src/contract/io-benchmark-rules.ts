import { z } from 'zod';
import { count, expectStatus, expectThat, inspectJson, measured } from './expectations.js';
import { listFolder } from './folder-list.js';
import { isMegabytes } from './memory-rules.js';
import { AT_ONCE, checkOneAtATime, isNear, requestOf, withinAnswer } from './one-at-a-time.js';
import type { Rule } from './rule.js';
import { settled } from './settled.js';

const SCENARIOS = [
  ['small_files', 100, 1024],
  ['medium_files', 50, 10_240],
  ['large_files', 10, 102_400],
] as const;

const IO_BENCHMARK = z.strictObject({
  io_benchmark_results: z
    .array(
      z.strictObject({
        scenario: z.string(),
        file_count: count,
        file_size_bytes: count,
        processing_time_ms: z.number().gt(0),
        throughput_files_per_sec: z.number().gt(0),
        total_data_mb: measured,
        data_throughput_mb_per_sec: z.number().gt(0),
      }),
    )
    .length(SCENARIOS.length),
});

/** GET /io-benchmark: three sets of files, written and removed. */
export const IO_BENCHMARK_RULES: readonly Rule[] = [
  {
    endpoint: 'io-benchmark',
    name: 'measures three sets of files, and its numbers fit each other',
    check: async ({ send }) => {
      const exchange = await send(requestOf('io-benchmark'));
      return inspectJson(exchange, IO_BENCHMARK, ({ io_benchmark_results: rows }) => [
        ...rows.flatMap((row, index) => {
          const [name, files, bytes] = SCENARIOS[index]!;
          const seconds = row.processing_time_ms / 1000;
          const got = `${row.scenario} ${row.file_count} x ${row.file_size_bytes}`;
          return [
            ...expectThat(exchange, got === `${name} ${files} x ${bytes}`, `${name} ${files} x ${bytes}`, got),
            ...expectThat(
              exchange,
              isNear(row.throughput_files_per_sec * seconds, files),
              `${name}: "throughput_files_per_sec" of ${files} files in ${row.processing_time_ms} ms`,
              String(row.throughput_files_per_sec),
            ),
            ...expectThat(
              exchange,
              isMegabytes(row.total_data_mb, files * bytes),
              `${name}: "total_data_mb" to be ${files * bytes} bytes`,
              String(row.total_data_mb),
            ),
            ...expectThat(
              exchange,
              isMegabytes(row.data_throughput_mb_per_sec * seconds, files * bytes),
              `${name}: "data_throughput_mb_per_sec" of ${files * bytes} bytes in ${row.processing_time_ms} ms`,
              String(row.data_throughput_mb_per_sec),
            ),
          ];
        }),
        ...withinAnswer(
          exchange,
          rows.map((row) => row.processing_time_ms),
        ),
      ]);
    },
  },
  {
    endpoint: 'io-benchmark',
    name: 'one at a time, others answer 503 with Retry-After',
    check: (context) => checkOneAtATime(context, requestOf('io-benchmark')),
  },
  {
    endpoint: 'io-benchmark',
    name: 'leaves nothing behind in its folder',
    requires: 'folder',
    check: async ({ send, dataDir }) => {
      const before = await listFolder(dataDir!);
      const exchanges = await Promise.all(Array.from({ length: AT_ONCE }, () => send(requestOf('io-benchmark'))));
      const exchange = exchanges.find(({ status }) => status !== 503) ?? exchanges[0]!;
      const isOld = (name: string) => before.includes(name);
      // It may answer before the last file is gone.
      const after = await settled(
        () => listFolder(dataDir!),
        (names) => names.every(isOld),
      );
      const left = after.filter((name) => !isOld(name));
      return [
        ...expectStatus(exchange, 200),
        ...expectThat(exchange, left.length === 0, 'no file or folder left behind', `${left.length}: ${left[0]}`),
      ];
    },
  },
];
