import { z } from 'zod';
import type { ContractRequest, Exchange } from './client.js';
import { CONTRACT_ENDPOINTS, successRequest } from './endpoints.js';
import { count, expectStatus, expectThat, inspectJson, measured, readJson } from './expectations.js';
import { listFolder } from './folder-list.js';
import { isMegabytes } from './memory-rules.js';
import type { Deviation, Rule, RuleContext } from './rule.js';
import { settled } from './settled.js';

const SIZES = [1024, 4096, 16_384, 65_536, 262_144];
const ITERATIONS = 1000;
const SCENARIOS = [
  ['small_files', 100, 1024],
  ['medium_files', 50, 10_240],
  ['large_files', 10, 102_400],
] as const;

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

const BUSY = z.strictObject({ error: z.string().min(1), status: z.literal(503) });

/** On a busy machine the second request may come when the first is done. */
const ATTEMPTS = 3;
const AT_ONCE = 3;
const CLOCK_SLACK_MS = 2;

/** GET /memory/efficiency and GET /io-benchmark: long work, one at a time. */
export const BATCH_RULES: readonly Rule[] = [
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
    needsDataDir: true,
    check: async ({ send, dataDir }) => {
      const before = await listFolder(dataDir!);
      const exchange = await send(requestOf('io-benchmark'));
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

async function checkOneAtATime({ send }: RuleContext, request: ContractRequest): Promise<readonly Deviation[]> {
  let found: readonly Deviation[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const exchanges = await Promise.all(Array.from({ length: AT_ONCE }, () => send(request)));
    const refused = exchanges.filter(({ status }) => status === 503);
    const wrong = refused.flatMap(expectBusy);
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

function withinAnswer(exchange: Exchange, partsMs: readonly number[]): readonly Deviation[] {
  const totalMs = partsMs.reduce((sum, part) => sum + part, 0);
  const tookMs = exchange.elapsedUs / 1000;
  return expectThat(
    exchange,
    totalMs <= tookMs + CLOCK_SLACK_MS,
    `times within the ${tookMs.toFixed(1)} ms the answer took`,
    `${totalMs.toFixed(1)} ms together`,
  );
}

function requestOf(name: string): ContractRequest {
  return successRequest(CONTRACT_ENDPOINTS.find((endpoint) => endpoint.name === name)!);
}

/** Numbers may be rounded to three digits or to two decimals. */
function isNear(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 0.006 + 0.01 * expected;
}
