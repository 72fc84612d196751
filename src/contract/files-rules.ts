import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange } from './client.js';
import {
  type ContractError,
  expectError,
  expectThat,
  INVALID_ENTRY,
  INVALID_JSON,
  inspectJson,
  MISSING_FILES,
  TOO_MANY_FILES,
} from './expectations.js';
import { FILES_ANSWER, type FilesAnswer, postFiles, processFiles } from './files-answer.js';
import type { Deviation, Rule } from './rule.js';
import { withFolder } from './sandbox.js';

const MOST_FILES = 1000;
const LARGEST_BYTES = 16 * 1024 * 1024;
/** PERFCMP_FILE_CONCURRENCY and PERFCMP_FILE_DELAY_MS where nobody sets them. */
const AT_ONCE = 50;
const FILE_DELAY_MS = 10;
/** Sent together; as many as the client has connections. */
const REQUESTS = 8;
/** Timers that tick in whole milliseconds, once for each round. */
const TIMER_SLACK_MS = 1;
const CLOCK_SLACK_MS = 2;

const REFUSED: readonly (readonly [ContractError, readonly string[]])[] = [
  [INVALID_JSON, ['', '{', '{"files":["a"]', '{"files":["../x",]}', "{'files':[]}", '{"files":[]} x']],
  [MISSING_FILES, ['{}', '[]', '["a"]', 'null', '1', '"files"', '{"Files":[]}']],
  [MISSING_FILES, ['{"files":null}', '{"files":"a"}', '{"files":{"0":"a"}}', '{"files":1}']],
  [INVALID_ENTRY, ['{"files":[1]}', '{"files":["a",null]}', '{"files":[["a"]]}', '{"files":[{}]}']],
  [TOO_MANY_FILES, [JSON.stringify({ files: Array.from({ length: MOST_FILES + 1 }, (_, index) => `${index}`) })]],
];

/** POST /files/process: what it reads, how much of it at once, and which requests it refuses. */
export const FILES_RULES: readonly Rule[] = [
  {
    endpoint: 'files-process',
    name: 'an empty list answers zeros',
    check: async (context) => {
      const exchange = await processFiles(context, []);
      return expectTotals(exchange, { total: 0, successful: 0, bytes: 0 });
    },
  },
  ...REFUSED.map(
    ([error, bodies], index): Rule => ({
      endpoint: 'files-process',
      name: `refuses with "${error.error}"${index === 2 ? ' what is no array' : ''}`,
      check: async (context) => {
        const exchanges = await Promise.all(bodies.map((body) => postFiles(context, body)));
        return exchanges.flatMap((exchange) => expectError(exchange, error));
      },
    }),
  ),
  {
    endpoint: 'files-process',
    name: 'files that are missing are counted as failed, 1000 of them too',
    check: async (context) => {
      const names = Array.from({ length: MOST_FILES }, (_, index) => `${context.random.word(8)}-${index}`);
      return expectTotals(await processFiles(context, names), { total: MOST_FILES, successful: 0, bytes: 0 });
    },
  },
  {
    endpoint: 'files-process',
    name: 'reads files of every size, in folders too, in any order and again',
    requires: 'folder',
    check: (context) =>
      withFolder(context, async (folder) => {
        const { random } = context;
        const sizes = [0, 1, random.below(100), random.below(10_000), random.below(200_000)];
        await mkdir(join(folder.path, 'deep', 'er'), { recursive: true });
        const names = sizes.map((size, index) => `${index % 2 === 0 ? '' : 'deep/er/'}${random.word(6)}-${size}.txt`);
        for (const [index, name] of names.entries()) {
          await writeFile(join(folder.path, name), random.bytes(sizes[index]!));
        }
        // Which of them, how often and in which order is chance; an index beyond them is a file that is not there.
        const chosen = Array.from({ length: 12 }, () => random.below(sizes.length + 2));
        const read = chosen.filter((index) => index < sizes.length);
        const asked = chosen.map((index) => `${folder.name}/${names[index] ?? random.word(8)}`);
        const bytes = read.reduce((sum, index) => sum + sizes[index]!, 0);
        const exchange = await processFiles(context, asked);
        return expectTotals(exchange, { total: asked.length, successful: read.length, bytes });
      }),
  },
  {
    endpoint: 'files-process',
    name: 'a file of 16 MiB is read, one byte more is failed',
    requires: 'folder',
    check: (context) =>
      withFolder(context, async (folder) => {
        for (const [name, size] of [['most', LARGEST_BYTES] as const, ['more', LARGEST_BYTES + 1] as const]) {
          await writeFile(join(folder.path, name), '');
          // Without blocks on the disk.
          await truncate(join(folder.path, name), size);
        }
        const exchange = await processFiles(context, [`${folder.name}/most`, `${folder.name}/more`]);
        return expectTotals(exchange, { total: 2, successful: 1, bytes: LARGEST_BYTES });
      }),
  },
  {
    endpoint: 'files-process',
    name: `at most ${AT_ONCE} files at once, over all requests`,
    requires: 'folder',
    check: (context) =>
      withFolder(context, async (folder) => {
        await writeFile(join(folder.path, 'one'), 'x');
        // Many requests of few files: a gate of each request would let them all pass in a fraction of the time.
        const counts = Array.from({ length: REQUESTS }, () => AT_ONCE + 20 + context.random.below(30));
        const inAll = counts.reduce((sum, files) => sum + files, 0);
        const startedMs = performance.now();
        const exchanges = await Promise.all(
          counts.map((length) =>
            processFiles(
              context,
              Array.from({ length }, () => `${folder.name}/one`),
            ),
          ),
        );
        const tookMs = performance.now() - startedMs;
        return exchanges.flatMap((exchange, index) => [
          ...expectTotals(exchange, { total: counts[index]!, successful: counts[index]!, bytes: counts[index]! }),
          ...inspectJson(exchange, FILES_ANSWER, (answer) => expectGate(exchange, answer, counts[index]!)),
          ...expectAtLeast(exchange, tookMs, inAll),
        ]);
      }),
  },
];

/** What one request is about, and times that fit. */
function expectTotals(
  exchange: Exchange,
  expected: { readonly total: number; readonly successful: number; readonly bytes: number },
): readonly Deviation[] {
  return inspectJson(exchange, FILES_ANSWER, ({ processing_result: result }) => {
    const totals = {
      total_files: expected.total,
      successful_files: expected.successful,
      failed_files: expected.total - expected.successful,
      total_bytes_processed: expected.bytes,
      ...(expected.total === 0 && { throughput_files_per_sec: 0 }),
    };
    const tookMs = exchange.elapsedUs / 1000;
    return [
      ...Object.entries(totals).flatMap(([name, total]) => {
        const got = result[name as keyof typeof result];
        return expectThat(exchange, got === total, `"${name}" to be ${total}`, String(got));
      }),
      ...expectThat(
        exchange,
        result.total_time_ms <= tookMs + CLOCK_SLACK_MS,
        `"total_time_ms" within the ${tookMs.toFixed(1)} ms the answer took`,
        String(result.total_time_ms),
      ),
    ];
  });
}

function expectGate(exchange: Exchange, answer: FilesAnswer, files: number): readonly Deviation[] {
  const { concurrency_limit: limit, peak_concurrency: peak } = answer;
  const { total_time_ms: totalMs, throughput_files_per_sec: perSec } = answer.processing_result;
  return [
    ...expectThat(exchange, limit === AT_ONCE, `"concurrency_limit" to be ${AT_ONCE}`, String(limit)),
    // One after another is no fan-out, and so many requests run at once.
    ...expectThat(
      exchange,
      peak > REQUESTS && peak <= AT_ONCE,
      `"peak_concurrency" from ${REQUESTS + 1} to ${AT_ONCE} with ${files} files`,
      String(peak),
    ),
    ...expectAtLeast(exchange, totalMs, files),
    ...expectThat(
      exchange,
      // The time may be rounded to whole milliseconds.
      perSec * (totalMs - 1) <= 1010 * files && perSec * (totalMs + 1) >= 990 * files,
      `"throughput_files_per_sec" of ${files} files in ${totalMs} ms`,
      String(perSec),
    ),
  ];
}

/** Each round of the gate waits the delay of a file. */
function expectAtLeast(exchange: Exchange, tookMs: number, files: number): readonly Deviation[] {
  const rounds = Math.ceil(files / AT_ONCE);
  const least = rounds * (FILE_DELAY_MS - TIMER_SLACK_MS);
  return expectThat(
    exchange,
    tookMs >= least,
    `at least ${rounds} x ${FILE_DELAY_MS} ms for ${files} files, ${AT_ONCE} at once`,
    `${tookMs.toFixed(1)} ms`,
  );
}
