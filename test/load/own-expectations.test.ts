import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MadeSource, Placeholder } from '../../src/model/request-source.js';
import type { Expectation } from '../../src/model/scenario.js';
import { expectingSent } from '../../src/scenario/templates.js';
import { answerText, type ReceivedRequest } from '../helpers/hostile-servers.js';
import { startServerFor } from '../helpers/http2-servers.js';
import { ALL_ENGINES, ANY_SUCCESS, GET, poolOptions, runSlice, withPool } from '../helpers/slices.js';

const REQUESTS = 60;
const SEQ: Placeholder = { kind: 'seq', text: '{{seq}}' };

const saying = (text: string): Expectation => ({ ...ANY_SUCCESS, body: { kind: 'text', equals: text } });
const pathOf = ({ head }: ReceivedRequest): string => /^\S+ (\S+)/.exec(head)?.[1] ?? '';

for (const { name, engine } of ALL_ENGINES) {
  for (const pipelining of [1, 4]) {
    test(`${name}, ${pipelining} deep: every answer is held against what its own request expects`, async () => {
      // The third of them answers what the second should.
      const server = await startServerFor(name, {
        onRequest: (request: ReceivedRequest) => {
          const path = pathOf(request);
          request.answer(path === '/none' ? answerText('', 404) : answerText(path === '/c' ? '/b' : path));
        },
      });
      const requests = [
        ...['/a', '/b', '/c'].map((path) => ({ ...GET, path, expect: saying(path) })),
        { ...GET, path: '/none', expect: { ...ANY_SUCCESS, status: [{ from: 404, to: 404 }] } },
        { ...GET, path: '/any' },
      ];
      const options = poolOptions(server.endpoint, { requests, connections: 2, pipelining, bodySampleEvery: 1 });
      const recording = await withPool(engine, options, (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: REQUESTS }),
      );
      await server.close();
      assert.equal(recording.requests.failed, REQUESTS / 5);
      assert.deepEqual(
        recording.topErrors.map(({ kind, message, count }) => [kind, message, count]),
        [['mismatch', 'expected body /c, got /b', REQUESTS / 5]],
      );
    });

    test(`${name}, ${pipelining} deep: an answer to another request than was sent is found out`, async () => {
      const server = await startServerFor(name, {
        onRequest: (request: ReceivedRequest) => {
          const sent = Number(pathOf(request).slice(1));
          request.answer(answerText(sent % 10 === 7 ? String(sent - 1) : String(sent)));
        },
      });
      const made: MadeSource = {
        kind: 'made',
        requests: [
          {
            method: 'GET',
            path: ['/', SEQ],
            headers: [],
            body: null,
            weight: 1,
            expect: expectingSent(saying('{{seq}}'), SEQ),
          },
        ],
        columns: [],
        rows: 0,
        seed: 1,
        hook: null,
      };
      const options = poolOptions(server.endpoint, { requests: made, connections: 2, pipelining, bodySampleEvery: 1 });
      const recording = await withPool(engine, options, (pool) =>
        runSlice(pool, { windowMs: null, requestLimit: REQUESTS }),
      );
      await server.close();
      assert.equal(recording.requests.ok, REQUESTS - REQUESTS / 10);
      assert.match(recording.topErrors[0]?.message ?? '', /^expected body \d*7, got \d*6$/);
    });
  }
}
