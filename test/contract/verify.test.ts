import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTRACT_ENDPOINTS } from '../../src/contract/endpoints.js';
import { verifyContract } from '../../src/contract/verify.js';
import { TargetError } from '../../src/errors.js';
import { parseEndpoint } from '../../src/scenario/endpoint.js';
import { withTinyServer } from './tiny-server.js';

const ALL = CONTRACT_ENDPOINTS.map(({ name }) => name);

test('a server that keeps the contract has no finding', async () => {
  const result = await withTinyServer(null, (endpoint, dataDir) =>
    verifyContract({
      endpoint,
      target: 'tiny',
      healthName: 'tiny',
      endpoints: ALL,
      seed: 1,
      dataDir,
      rssBytesOf: () => process.memoryUsage.rss(),
    }),
  );
  assert.deepEqual(result.notes, []);
  assert.deepEqual(result.findings, []);
  assert.deepEqual(result.endpoints, ALL);
  assert.equal(result.checks, 167);
});

// What is broken, in which endpoints to look, and the rules that must find it: these and no others.
const BREAKAGES: readonly [string, readonly string[], readonly string[]][] = [
  ['no Date', ['json'], ['json: every answer has a Date']],
  ['closes after 100 requests', ['json'], ['common: a connection is kept for 120 requests']],
  ['compresses', ['json'], ['common: nothing is compressed']],
  [
    'drops /json',
    ['json'],
    [
      'common: a connection is kept for 120 requests',
      'common: nothing is compressed',
      'json: a wrong method answers 405 with Allow',
      'json: every answer has a Date',
      'json: greets in JSON',
    ],
  ],
  ['reads the query as path', ['json'], ['json: query strings are ignored']],
  ['ignores trailing slashes', ['json'], ['json: a trailing slash is another path']],
  [
    'ignores trailing slashes',
    ['cached'],
    ['cached: a trailing slash is another path', 'cached: an empty key and a deeper path are other paths'],
  ],
  ['ignores case', ['stats'], ['stats: paths are case-sensitive']],
  ['wrong method answers 404', ['json'], ['json: a wrong method answers 405 with Allow']],
  ['no Allow', ['admin-reset'], ['admin-reset: a wrong method answers 405 with Allow']],
  [
    'errors as text',
    ['plaintext'],
    [
      'common: an unknown path answers 404',
      'common: the path is judged before the method and the size',
      'plaintext: a trailing slash is another path',
      'plaintext: a wrong method answers 405 with Allow',
      'plaintext: paths are case-sensitive',
    ],
  ],
  ['size before path', ['json'], ['common: the path is judged before the method and the size']],
  ['size before method', ['admin-reset'], ['admin-reset: the method is judged before the size']],
  [
    'no limit',
    ['admin-reset'],
    [
      'admin-reset: a Content-Length over the limit answers 413',
      'admin-reset: a chunked body over the limit answers 413',
    ],
  ],
  ['no limit for chunked', ['admin-reset'], ['admin-reset: a chunked body over the limit answers 413']],
  ['limit one byte short', ['admin-reset'], ['admin-reset: a body of exactly the limit is accepted']],
  [
    'refuses chunked',
    ['admin-reset'],
    ['admin-reset: a chunked body is accepted (warn)', 'admin-reset: a chunked body over the limit answers 413 (warn)'],
  ],
  [
    'reset answers 200',
    ['admin-reset'],
    [
      'admin-reset: a body of exactly the limit is accepted',
      'admin-reset: a chunked body is accepted',
      'admin-reset: answers 204 without a body',
      'admin-reset: the Content-Type of a request is not looked at',
    ],
  ],
  ['reset keeps the cache', ['admin-reset', 'cached'], ['admin-reset: empties the cache']],
  ['other name', ['health'], ['health: names the target that was asked for (warn)']],
  ['pid as text', ['health'], ['health: names the target that was asked for (warn)', 'health: tells what runs']],
  ['plaintext as HTML', ['plaintext'], ['plaintext: greets in plain text']],
  ['plaintext with newline', ['plaintext'], ['plaintext: greets in plain text']],
  ['extra member', ['json'], ['json: greets in JSON']],
  ['JSON as text', ['json'], ['json: greets in JSON']],
  ['reads the counter late', ['benchmark'], ['benchmark: request_id is unique among parallel requests']],
  [
    'request_id stands still',
    ['benchmark'],
    ['benchmark: request_id increases by every request', 'benchmark: request_id is unique among parallel requests'],
  ],
  ['times in ns', ['benchmark'], ['benchmark: its times fit each other and ours']],
  ['waits longer than it works', ['benchmark'], ['benchmark: its times fit each other and ours']],
  ['stats counts itself', ['benchmark', 'stats'], ['stats: counts every benchmark request and nothing else']],
  [
    'rate since 1970',
    ['admin-reset', 'benchmark', 'stats'],
    ['stats: requests_per_second is the count over the time since reset'],
  ],
  ['null for undefined', ['admin-reset', 'benchmark', 'stats'], ['admin-reset: clears the counters of /stats']],
  ['negative CPU', ['stats'], ['stats: answers its numbers', 'stats: clocks and counters only go forward']],
  ['uptime runs backwards', ['stats'], ['stats: clocks and counters only go forward']],
  ['other pid', ['health', 'stats'], ['stats: is of the process that /health names (warn)']],
  ['no default key', ['cached'], ['cached: no key means "default"']],
  ['short keys only', ['cached'], ['cached: keys of every allowed character and of 1 to 128 characters are taken']],
  ['any key', ['cached'], ['cached: other keys answer 400']],
  ['coalesces', ['cached'], ['cached: parallel misses each pay']],
  ['misses for free', ['cached'], ['cached: a MISS takes the cost it names', 'cached: parallel misses each pay']],
  ['hit computed anew', ['cached'], ['cached: a new key is a MISS, then a HIT of the same bytes']],
  [
    'no X-Cache',
    ['cached'],
    [
      'cached: a new key is a MISS, then a HIT of the same bytes',
      'cached: no key means "default"',
      'cached: parallel misses each pay',
    ],
  ],
  ['hits not counted', ['cache-stats', 'cached'], ['cache-stats: counts hits, misses and entries']],
  ['hit rate as share', ['cache-stats', 'cached'], ['cache-stats: answers numbers that add up']],
  ['total of hits alone', ['cache-stats', 'cached'], ['cache-stats: answers numbers that add up']],
];

describe('the fixture server is found out', { concurrency: 3 }, () => {
  for (const [breakage, endpoints, rules] of BREAKAGES) {
    test(`a server with "${breakage}" is found out in ${endpoints.join(', ')}`, async () => {
      const { findings } = await withTinyServer(breakage, (endpoint, dataDir) =>
        verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints, seed: 7, dataDir }),
      );
      const found = findings.map(
        (finding) => `${finding.endpoint}: ${finding.rule}${finding.level === 'warn' ? ' (warn)' : ''}`,
      );
      assert.deepEqual([...new Set(found)].sort(), rules);
    });
  }
});

test('a finding tells what was sent, expected and got', async () => {
  const { findings } = await withTinyServer('other sum', (endpoint) =>
    verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints: ['benchmark'], seed: 1 }),
  );
  const [first] = findings;
  assert.equal(first?.rule, 'answers the sum with its times');
  assert.equal(first.sent, 'GET /benchmark');
  assert.equal(first.expected, '"result" to fit the contract');
  assert.match(first.got, /^Invalid input: expected 999000 in \{"result":999001,"processing_time_us":/);
});

test('every deviation of an answer is told at once', async () => {
  const { findings } = await withTinyServer('errors as text', (endpoint) =>
    verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints: [], seed: 1 }),
  );
  const got = findings.filter(({ rule }) => rule === 'an unknown path answers 404').map((finding) => finding.got);
  assert.deepEqual(got, ['text/plain', 'Not Found', 'text/plain', 'Not Found', 'text/plain', 'Not Found']);
});

test('a server that never answers is given up after three timeouts', async () => {
  const result = await withTinyServer('never answers /json', (endpoint) =>
    verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints: ['json'], seed: 1, timeoutMs: 500 }),
  );
  assert.deepEqual(
    result.findings.map(({ rule, got }) => `${rule}: ${got}`),
    [
      'a connection is kept for 120 requests: no whole answer within 500 ms',
      'nothing is compressed: no whole answer within 500 ms',
      'greets in JSON: no whole answer within 500 ms',
      'every request is answered: 3 timeouts of 500 ms, the rest was not tried',
    ],
  );
});

test('an endpoint without rules is told, not passed over', async () => {
  const result = await withTinyServer(null, (endpoint) =>
    verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints: ['json', 'jsn'], seed: 1 }),
  );
  assert.deepEqual(result.endpoints, ['json']);
  assert.deepEqual(
    result.findings.map(({ endpoint, level, got }) => [endpoint, level, got]),
    [['jsn', 'warn', 'jsn']],
  );
});

test('a port nobody listens on is a target error with a hint', async () => {
  const endpoint = await withTinyServer(null, async (opened) => opened);
  await assert.rejects(
    verifyContract({ endpoint, target: 'gone', healthName: 'gone', endpoints: ALL, seed: 1 }),
    (error) => error instanceof TargetError && error.code === 'not-reachable' && error.hint !== null,
  );
});

test('an aborted run rejects with the reason of its signal', async () => {
  const { endpoint } = parseEndpoint('http://127.0.0.1:9');
  const signal = AbortSignal.abort('SIGINT');
  await assert.rejects(
    verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints: ALL, seed: 1, signal }),
    (reason) => reason === 'SIGINT',
  );
});

test('what cannot be held without the folder and the process of a server is left out, and said', async () => {
  const endpoints = ['health', 'memory-stats', 'io-benchmark'];
  const { checks, notes } = await withTinyServer(null, (endpoint) =>
    verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints, seed: 1 }),
  );
  const all = await withTinyServer(null, (endpoint, dataDir) =>
    verifyContract({
      endpoint,
      target: 'tiny',
      healthName: 'tiny',
      endpoints,
      seed: 1,
      dataDir,
      rssBytesOf: () => null,
    }),
  );
  assert.equal(all.checks, checks + 2);
  assert.deepEqual(all.notes, []);
  assert.deepEqual(notes, [
    '1 rule of io-benchmark not held: files can only be laid into the folder of a bundled target',
    '1 rule of memory-stats not held: only a server that perfcmp started has a process to look at',
  ]);
});

test('the same seed sends the same requests', async () => {
  const asked = async (seed: number) => {
    const { findings } = await withTinyServer('errors as text', (endpoint) =>
      verifyContract({ endpoint, target: 'tiny', healthName: 'tiny', endpoints: [], seed }),
    );
    return findings.map(({ sent }) => sent);
  };
  assert.deepEqual(await asked(5), await asked(5));
  assert.notDeepEqual(await asked(5), await asked(6));
});
