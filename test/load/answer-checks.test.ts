import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorSample, Recording } from '../../src/model/recording.js';
import type { AnswerCheck, Expectation } from '../../src/model/scenario.js';
import { answerText, type ReceivedRequest } from '../helpers/hostile-servers.js';
import { type ScriptedServer, startServerFor } from '../helpers/http2-servers.js';
import { ALL_ENGINES, ANY_SUCCESS, ENGINES, GET, poolOptions, runSlice, withPool } from '../helpers/slices.js';

const REQUESTS = 120;
const HEADER: AnswerCheck = { kind: 'header', name: 'X-Version', value: '2' };
const CONTAINS: AnswerCheck = { kind: 'contains', text: 'ok' };
const JSON_ID: AnswerCheck = { kind: 'json', path: 'user.id', steps: ['user', 'id'], equals: 7 };
const SIZE: AnswerCheck = { kind: 'size', leastBytes: 1, mostBytes: 10 };

const checking = (...checks: readonly AnswerCheck[]): Expectation => ({ ...ANY_SUCCESS, checks });
const chunked = (...parts: readonly string[]): string =>
  `HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n${[...parts, '']
    .map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`)
    .join('')}`;

interface Case {
  readonly what: string;
  readonly expect: Expectation;
  readonly good: string;
  /** Of every third answer. */
  readonly bad: (index: number) => string;
  readonly method?: string;
  /** The one sample that all mismatches become, but for its count. */
  readonly sample: { readonly check: string; readonly message: RegExp };
}

const CASES: readonly Case[] = [
  {
    what: 'a wrong header',
    expect: checking(HEADER),
    good: answerText('ok', 200, 'X-Version: 2\r\n'),
    bad: (index) => answerText('ok', 200, `x-version: ${index + 10}\r\n`),
    sample: { check: 'header x-version', message: /^expected header X-Version: 2, got \d+$/ },
  },
  {
    what: 'a missing header in the answer to a HEAD',
    expect: checking({ ...HEADER, value: null }),
    good: 'HTTP/1.1 200 X\r\nX-Version:\r\nContent-Length: 9\r\n\r\n',
    bad: () => 'HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n',
    method: 'HEAD',
    sample: { check: 'header x-version', message: /^expected header X-Version, got none$/ },
  },
  {
    what: 'a body that differs each time',
    expect: { ...ANY_SUCCESS, body: { kind: 'text', equals: 'grün' } },
    good: Buffer.from(answerText('grün')).toString('latin1'),
    bad: (index) => answerText(`no ${index}`),
    sample: { check: 'body', message: /^expected body grün, got no \d+$/ },
  },
  {
    what: 'a chunked body without a text that lies across its chunks',
    expect: checking(CONTAINS),
    good: chunked('it is o', 'k, is it'),
    bad: (index) => chunked(`${index} o`, ' k'),
    sample: { check: 'contains "ok"', message: /^expected a body with "ok", got \d+ o k$/ },
  },
  {
    what: 'a 204 where a body is expected',
    expect: checking(CONTAINS),
    good: answerText('ok'),
    bad: () => 'HTTP/1.1 204 X\r\n\r\n',
    sample: { check: 'contains "ok"', message: /^expected a body with "ok", got \(empty body\)$/ },
  },
  {
    what: 'a wrong value in JSON',
    expect: checking(JSON_ID),
    good: answerText('{"user":{"id":7}}'),
    bad: (index) => answerText(`{"user":{"id":${index + 10}}}`),
    sample: { check: 'json user.id', message: /^expected JSON user\.id=7, got \d+$/ },
  },
  {
    what: 'a size out of its bounds',
    expect: checking(SIZE),
    good: answerText('0123456789'),
    bad: (index) => chunked('0123456789', `${index}`),
    sample: { check: 'size', message: /^expected a body of 1 to 10 bytes, got 1[1-3]$/ },
  },
  {
    what: 'a size of a body that is looked into as well',
    expect: checking(SIZE, CONTAINS),
    good: answerText('ok'),
    bad: (index) => answerText(`a very long ok ${index}`),
    sample: { check: 'size', message: /^expected a body of 1 to 10 bytes, got 1\d$/ },
  },
];

async function load(
  { name, engine }: (typeof ALL_ENGINES)[number],
  pipelining: number,
  { expect, method = 'GET' }: Pick<Case, 'expect' | 'method'>,
  onRequest: (request: ReceivedRequest) => void,
): Promise<{ readonly server: ScriptedServer; readonly recording: Recording }> {
  const server = await startServerFor(name, { onRequest });
  try {
    const requests = [{ ...GET, method }];
    const options = poolOptions(server.endpoint, { requests, connections: 3, pipelining, bodySampleEvery: 1 });
    const recording = await withPool(engine, options, (pool) =>
      runSlice(pool, { windowMs: null, requestLimit: REQUESTS, expect }),
    );
    return { server, recording };
  } finally {
    await server.close();
  }
}

for (const named of ALL_ENGINES) {
  const { name, engine } = named;

  for (const pipelining of [1, 16]) {
    for (const one of CASES) {
      test(`${name}, ${pipelining} deep: ${one.what} is counted every time and told of once`, async () => {
        const { server, recording } = await load(named, pipelining, one, (request) =>
          request.answer(request.index % 3 === 2 ? one.bad(request.index) : one.good),
        );
        assert.equal(server.requests, REQUESTS);
        assert.deepEqual(recording.requests, { sent: REQUESTS, ok: 80, failed: 40, inFlightAtEnd: 0 });
        assert.equal(recording.errors.mismatch, 40);
        const [sample, ...others] = recording.topErrors as [ErrorSample];
        assert.deepEqual(others, []);
        assert.deepEqual([sample.kind, sample.check, sample.count], ['mismatch', one.sample.check, 40]);
        assert.match(sample.message, one.sample.message);
      });
    }
  }

  test(`${name}: of an answer with several faults the first is counted, and a status before all`, async () => {
    const expect = checking(HEADER, CONTAINS);
    const { recording } = await load(named, 1, { expect }, (request) =>
      request.answer(answerText('no', request.index % 2 === 0 ? 200 : 500)),
    );
    assert.deepEqual(
      recording.topErrors.map(({ kind, message, count }) => [kind, message, count]),
      [
        ['mismatch', 'expected header X-Version: 2, got none', 60],
        ['status', 'status 500', 60],
      ],
    );
  });

  test(`${name}: the first answer of each connection is looked at, and one in so many after it`, async () => {
    const server = await startServerFor(name, {
      onRequest: ({ indexOnConnection, answer }) =>
        answer(answerText([0, 3].includes(indexOnConnection) ? 'no' : 'ok')),
    });
    try {
      const changes = { connections: 1, requestsPerConnection: 5, bodySampleEvery: 3 };
      const recording = await withPool(engine, poolOptions(server.endpoint, changes), (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: 50, expect: checking(CONTAINS) }),
      );
      assert.deepEqual([recording.requests.ok, recording.errors.mismatch], [30, 20]);
    } finally {
      await server.close();
    }
  });

  test(`${name}: a body that is too long to be kept has failed its check`, async () => {
    const expect = checking(CONTAINS);
    const long = answerText('ok'.repeat(9_000_000));
    const { recording } = await load(named, 1, { expect }, (request) =>
      request.answer(request.index === 0 ? long : answerText('ok')),
    );
    assert.equal(recording.errors.mismatch, 1);
    assert.match(recording.topErrors[0]?.message ?? '', /more than the 16777216 bytes that are kept/);
  });
}

for (const named of ENGINES) {
  test(`${named.name}: a body that comes in pieces is compared whole`, async () => {
    const expect: Expectation = { ...ANY_SUCCESS, body: { kind: 'text', equals: 'abcdef' } };
    const text = answerText('abcdef');
    const { recording } = await load(named, 1, { expect }, ({ index, socket }) => {
      const cut = text.length - 6 + (index % 7);
      socket.write(text.slice(0, cut));
      setImmediate(() => socket.write(text.slice(cut)));
    });
    assert.deepEqual(recording.requests, { sent: REQUESTS, ok: REQUESTS, failed: 0, inFlightAtEnd: 0 });
  });
}
