import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOnce, type SearchedServer } from '../../src/experiment/search-load.js';
import { Generator } from '../../src/load/generator.js';
import { createCounter } from '../../src/load/request-numbers.js';
import { answerText, RawServer } from '../helpers/hostile-servers.js';
import { syntheticProfile } from '../helpers/recordings.js';
import { ANY_SUCCESS } from '../helpers/slices.js';

test('no load of a search sends what another one has sent', async () => {
  const paths: string[] = [];
  const server = await RawServer.start({
    onRequest: ({ head, answer }) => {
      paths.push(head.split(' ')[1]!);
      answer(answerText('ok'));
    },
  });
  const generator = await Generator.start(1);
  try {
    const searched: SearchedServer = {
      generator,
      endpoint: server.endpoint,
      source: {
        kind: 'made',
        requests: [
          { method: 'GET', path: ['/', { kind: 'seq', text: '{{seq}}' }], headers: [], body: null, weight: 1 },
        ],
        columns: [],
        rows: 0,
        seed: 1,
        hook: null,
      },
      counter: createCounter(),
      expect: ANY_SUCCESS,
      signal: new AbortController().signal,
    };
    const profile = syntheticProfile({ connections: 2, timeoutMs: 5000 });
    const sent: number[] = [];
    for (const windowMs of [100, 200]) sent.push((await loadOnce(searched, profile, windowMs))!.requests.sent);
    assert.ok(Math.min(...sent) > 0);
    assert.equal(paths.length, sent[0]! + sent[1]!);
    assert.equal(new Set(paths).size, paths.length);
  } finally {
    await generator.stop();
    await server.close();
  }
});
