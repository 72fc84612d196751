import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { type AskedScenario, quickCheck } from '../../src/contract/quick-check.js';
import { bodyHash } from '../../src/scenario/body-hash.js';
import { findScenario } from '../../src/scenario/builtin.js';
import { parseEndpoint } from '../../src/scenario/endpoint.js';
import { withTinyServer } from './tiny-server.js';

function scenario(name: string): AskedScenario {
  const { expect, source } = findScenario(name)!;
  assert.equal(source.kind, 'fixed');
  return { name, expect, requests: source.kind === 'fixed' ? source.requests : [] };
}

test('a correct server answers the requests of scenarios, and the sizes are those on the wire', async () => {
  const scenarios = ['plaintext', 'json', 'benchmark', 'profiled'].map(scenario);
  const { problems, answers } = await withTinyServer(null, (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios }),
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    answers.map(({ scenario: name, status, mediaType }) => [name, status, mediaType]),
    [
      ['plaintext', 200, 'text/plain; charset=utf-8'],
      ['json', 200, 'application/json'],
      ['benchmark', 200, 'application/json'],
      ['profiled', 200, 'application/json'],
    ],
  );
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json',
    'Content-Length: 27',
    `Date: ${new Date(0).toUTCString()}`,
    'Connection: keep-alive',
    'Keep-Alive: timeout=5',
    '\r\n',
  ].join('\r\n');
  assert.equal(answers[1]?.headerBytes, head.length);
  assert.equal(answers[1].bodyBytes, 27);
});

test('an expectation of a request goes before that of its scenario', async () => {
  const json = scenario('json');
  const [request] = json.requests;
  const missing = { status: [{ from: 404, to: 404 }], mediaType: null, body: null };
  const requests = [
    { ...request!, path: '/none', expect: missing },
    { ...request!, expect: { ...json.expect, checks: [{ kind: 'header', name: 'X-Cache', value: 'HIT' } as const] } },
  ];
  const { problems } = await withTinyServer(null, (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios: [{ ...json, requests }] }),
  );
  assert.deepEqual(
    problems.map(({ sent, got }) => [sent, got]),
    [['GET /json', '200, application/json, {"message":"Hello, World!"} (expected header X-Cache: HIT, got none)']],
  );
});

test('an answer the scenario does not expect is a problem, and still an answer', async () => {
  const { problems, answers } = await withTinyServer('plaintext with newline', (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios: [scenario('plaintext')] }),
  );
  assert.deepEqual(problems, [
    {
      endpoint: 'plaintext',
      level: 'fail',
      rule: 'answers as the scenario expects',
      sent: 'GET /plaintext',
      expected: '200, 13 bytes',
      got: '200, text/plain; charset=utf-8, Hello, World! ',
      wrong: 'content',
    },
  ]);
  assert.equal(answers[0]?.bodyBytes, 14);
});

test('a request without an answer is a problem and no answer', async () => {
  const { problems, answers } = await withTinyServer('drops /json', (endpoint) =>
    quickCheck({ endpoint, target: 'tiny', scenarios: [scenario('json')] }),
  );
  assert.deepEqual(
    problems.map(({ got }) => got),
    ['no answer: socket hang up'],
  );
  assert.deepEqual(answers, []);
});

test('a body of which nothing is expected has a hash of what it says, one that differs from the next none', async () => {
  const hashOf = async (path: string, expect: Partial<AskedScenario['expect']> = {}) => {
    const requests = [{ method: 'GET', path, headers: {}, body: null }];
    const open = { status: [{ from: 200, to: 299 }], body: null, mediaType: null, ...expect };
    const { answers } = await withTinyServer(null, (endpoint) =>
      quickCheck({ endpoint, target: 'tiny', scenarios: [{ name: 'any', expect: open, requests }] }),
    );
    return answers[0]?.bodyHash;
  };
  assert.equal(await hashOf('/plaintext'), bodyHash(Buffer.from('Hello, World!'), 'text/plain'));
  assert.equal(await hashOf('/plaintext', { body: { kind: 'bytes', count: 13 } }), undefined);
  // It counts.
  assert.equal(await hashOf('/stats'), null);
});

test('what a server says of how many connections it has is what it says once they are open', async () => {
  let open = 0;
  const server = createServer((_, response) => response.end(`open: ${open}`)).listen(0, '127.0.0.1');
  server.on('connection', () => {
    open += 1;
  });
  assert.equal(await hashFrom(server), bodyHash(Buffer.from('open: 2'), null));
});

test('what a server says by connection, as workers of a cluster do that name themselves, is not the same twice', async () => {
  const workers = new Map<unknown, number>();
  const server = createServer(({ socket }, response) => {
    workers.set(socket, workers.get(socket) ?? workers.size + 1);
    response.end(`worker ${workers.get(socket)}`);
  }).listen(0, '127.0.0.1');
  assert.equal(await hashFrom(server), null);
});

/** What it says when its only page is asked for; it is closed. */
async function hashFrom(server: Server) {
  try {
    await once(server, 'listening');
    const { endpoint } = parseEndpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const requests = [{ method: 'GET', path: '/', headers: {}, body: null }];
    const expect = { status: [{ from: 200, to: 299 }], body: null, mediaType: null };
    const { answers } = await quickCheck({ endpoint, target: 'any', scenarios: [{ name: 'any', expect, requests }] });
    return answers[0]?.bodyHash;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
