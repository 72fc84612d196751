import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EFFICIENCY_RULES } from '../../src/contract/efficiency-rules.js';
import { FILE_SAFETY_RULES } from '../../src/contract/file-safety-rules.js';
import { FILES_RULES } from '../../src/contract/files-rules.js';
import { IO_BENCHMARK_RULES } from '../../src/contract/io-benchmark-rules.js';
import { MEMORY_RULES } from '../../src/contract/memory-rules.js';
import { PROFILER_RULES } from '../../src/contract/profiler-rules.js';
import type { Rule } from '../../src/contract/rule.js';
import { STATS_RULES } from '../../src/contract/stats-rules.js';
import { verifyContract } from '../../src/contract/verify.js';
import { ZERO_COPY_RULES } from '../../src/contract/zero-copy-rules.js';
import { withTinyServer } from './tiny-server.js';

interface Group {
  readonly rules: readonly Rule[];
  readonly endpoints: readonly string[];
  /** What is broken, and the rules of the group that must find it: these and no others. */
  readonly breakages: Readonly<Record<string, readonly string[]>>;
}

const GROUPS: readonly Group[] = [
  {
    rules: STATS_RULES,
    endpoints: ['stats', 'health'],
    breakages: {
      'memory made up': ['memory_usage is what the kernel says'],
    },
  },
  {
    rules: MEMORY_RULES,
    endpoints: ['memory-stats', 'health'],
    breakages: {
      'total runs backwards': ['its totals only grow'],
      'rss in KiB': ['rss_bytes is what the kernel says'],
      'heap unknown': ['answers numbers that fit each other', 'its totals only grow'],
      'heap smaller than its use': ['answers numbers that fit each other'],
      'frees more than it had': ['answers numbers that fit each other'],
      'megabytes of bits': ['answers numbers that fit each other'],
    },
  },
  {
    rules: PROFILER_RULES,
    endpoints: ['profiled', 'profiler-stats', 'admin-reset'],
    breakages: {
      'spans in picoseconds': ['lists three spans in order, one call for each request of /profiled'],
      'two spans': ['lists three spans in order, one call for each request of /profiled'],
      'uri with query': ['answers the sum of squares and its own path'],
      'counts header lines': ['headers_count is the number of distinct request header names'],
      'spans by name': ['lists three spans in order, one call for each request of /profiled'],
      'average of halves': ['times of a span fit each other'],
      'no maximum': ['times of a span fit each other'],
      'always three': ['a reset clears it'],
      'reset keeps the profiler': ['a reset clears it'],
    },
  },
  {
    rules: ZERO_COPY_RULES,
    endpoints: ['zero-copy'],
    breakages: {
      'mixes bodies up': ['keeps parallel bodies apart'],
      'first view only': [
        'keeps parallel bodies apart',
        'measures bodies of every size',
        'measures chunked bodies of every size',
      ],
      'chunked is empty': ['measures chunked bodies of every size'],
      'reads text': [
        'keeps parallel bodies apart',
        'measures bodies of every size',
        'measures chunked bodies of every size',
      ],
      'counts whole views': [
        'keeps parallel bodies apart',
        'measures bodies of every size',
        'measures chunked bodies of every size',
      ],
      'drops leading zeros': [
        'keeps parallel bodies apart',
        'measures bodies of every size',
        'measures chunked bodies of every size',
      ],
      'always zero copy': [
        'keeps parallel bodies apart',
        'measures bodies of every size',
        'measures chunked bodies of every size',
      ],
      'zero copy in ns': [
        'keeps parallel bodies apart',
        'measures bodies of every size',
        'measures chunked bodies of every size',
      ],
    },
  },
  {
    rules: EFFICIENCY_RULES,
    endpoints: ['memory-efficiency'],
    breakages: {
      'several at once': ['one at a time, others answer 503 with Retry-After'],
      'no Retry-After': ['one at a time, others answer 503 with Retry-After'],
      'stays busy': ['one at a time, others answer 503 with Retry-After'],
      'four sizes': ['measures five sizes, and its numbers fit each other'],
      'sizes the other way': ['measures five sizes, and its numbers fit each other'],
      'claims longer than it took': ['measures five sizes, and its numbers fit each other'],
      'average in ms': ['measures five sizes, and its numbers fit each other'],
      'throughput of one pass': ['measures five sizes, and its numbers fit each other'],
    },
  },
  {
    rules: IO_BENCHMARK_RULES,
    endpoints: ['io-benchmark'],
    breakages: {
      'several at once': ['one at a time, others answer 503 with Retry-After'],
      'no Retry-After': ['one at a time, others answer 503 with Retry-After'],
      'stays busy': ['leaves nothing behind in its folder', 'one at a time, others answer 503 with Retry-After'],
      'leaves its folder': ['leaves nothing behind in its folder'],
      'sets without names': ['measures three sets of files, and its numbers fit each other'],
      'files per ms': ['measures three sets of files, and its numbers fit each other'],
      'data of one file': ['measures three sets of files, and its numbers fit each other'],
      kilobytes: ['measures three sets of files, and its numbers fit each other'],
    },
  },
  {
    rules: FILES_RULES,
    endpoints: ['files-process'],
    breakages: {
      'gate of 1000': ['at most 50 files at once, over all requests'],
      'reads without waiting': ['at most 50 files at once, over all requests'],
      '16 MiB too large': ['a file of 16 MiB is read, one byte more is failed'],
      'reads huge files': ['a file of 16 MiB is read, one byte more is failed'],
      'bad JSON is missing files': ['refuses with "Invalid JSON"'],
      'missing is empty': [
        'refuses with "Missing \'files\' array"',
        'refuses with "Missing \'files\' array" what is no array',
      ],
      'text is a list': ['refuses with "Missing \'files\' array" what is no array'],
      'drops odd entries': ['refuses with "Invalid \'files\' entry"'],
      'any number of files': ['refuses with "Too many files"'],
      'each file once': [
        'at most 50 files at once, over all requests',
        'reads files of every size, in folders too, in any order and again',
      ],
      'null for no files': ['an empty list answers zeros'],
      'missing is empty file': [
        'a file of 16 MiB is read, one byte more is failed',
        'files that are missing are counted as failed, 1000 of them too',
        'reads files of every size, in folders too, in any order and again',
      ],
      'one after another': ['at most 50 files at once, over all requests'],
      'no peak': ['at most 50 files at once, over all requests'],
    },
  },
  {
    rules: FILE_SAFETY_RULES,
    endpoints: ['files-process'],
    breakages: {
      'follows links': [
        "a folder whose name begins with the root's is outside",
        'a link to a file outside is not followed',
        'a link to a folder outside is not followed',
      ],
      'compares without separator': ["a folder whose name begins with the root's is outside"],
      'refuses links': ['a link that stays inside is followed'],
      'takes anything': [
        'a FIFO is failed without waiting for a writer',
        'a folder is failed',
        'a link to a device is failed',
      ],
      'waits at a FIFO': ['a FIFO is failed without waiting for a writer'],
      'takes folders': ['a folder is failed'],
      'judges raw JSON': [
        'empty and dot segments and NUL are refused',
        'one bad segment anywhere refuses a path',
        'paths are judged as JSON means them',
      ],
      'any path': [
        'absolute paths and drives are refused',
        'empty and dot segments and NUL are refused',
        'one bad segment anywhere refuses a path',
        'one refused path refuses the whole request',
        'paths are judged as JSON means them',
        'paths of 256 bytes are refused',
        'paths that lead upwards are refused',
      ],
      'decodes paths': ['names that only look dangerous, and 255 bytes, are plain missing files'],
      'counts characters': ['paths of 256 bytes are refused'],
      'short paths only': ['names that only look dangerous, and 255 bytes, are plain missing files'],
      'NUL passes': ['empty and dot segments and NUL are refused', 'one bad segment anywhere refuses a path'],
      'backslashes pass': [
        'absolute paths and drives are refused',
        'one bad segment anywhere refuses a path',
        'paths that lead upwards are refused',
      ],
      'drives pass': ['absolute paths and drives are refused'],
      'empty segments pass': ['empty and dot segments and NUL are refused', 'one bad segment anywhere refuses a path'],
      'echoes paths': [
        'a FIFO is failed without waiting for a writer',
        'a file is no folder',
        'a folder is failed',
        "a folder whose name begins with the root's is outside",
        'a link to a device is failed',
        'a link to a file outside is not followed',
        'a link to a folder outside is not followed',
        'a link to itself is failed',
      ],
      'ELOOP is 500': ['a link to itself is failed'],
      'ENOTDIR is 500': ['a file is no folder'],
    },
  },
];

/** A server that waits at a FIFO is told by its silence. */
function timeoutOf(breakage: string): number {
  return breakage === 'waits at a FIFO' ? 1_000 : 5_000;
}

/** The names of the group's rules that find something wrong. */
async function rulesBrokenBy(breakage: string, { rules, endpoints }: Group): Promise<string[]> {
  const { findings } = await withTinyServer(breakage, (endpoint, dataDir) =>
    verifyContract({
      endpoint,
      target: 'tiny',
      healthName: 'tiny',
      endpoints,
      rules,
      seed: 7,
      dataDir,
      // The fixture server lives in this process.
      rssBytesOf: () => process.memoryUsage.rss(),
      timeoutMs: timeoutOf(breakage),
    }),
  );
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}

/** Found out by how fast it answers, which must not wait for neighbours in this process. */
const HASTY = 'reads without waiting';

for (const group of GROUPS) {
  const { [HASTY]: hasty, ...others } = group.breakages;
  const isFoundOut = (breakage: string, rules: readonly string[]): void => {
    test(`with "${breakage}"`, async () => assert.deepEqual(await rulesBrokenBy(breakage, group), rules));
  };
  describe(`a server is found out in ${group.endpoints.join(', ')}`, { concurrency: 3 }, () => {
    for (const [breakage, rules] of Object.entries(others)) isFoundOut(breakage, rules);
  });
  if (hasty !== undefined) describe('a server is found out by its haste', () => isFoundOut(HASTY, hasty));
}

test('every rule of these groups is shown to find something', () => {
  const proved = GROUPS.flatMap(({ breakages }) => Object.values(breakages).flat());
  const unproved = GROUPS.filter(({ rules }) => rules !== STATS_RULES)
    .flatMap(({ rules }) => rules.map(({ name }) => name))
    .filter((name) => !proved.includes(name));
  assert.deepEqual(unproved, []);
});
