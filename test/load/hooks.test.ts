import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../../src/errors.js';
import { Generator } from '../../src/load/generator.js';
import type { Recording } from '../../src/model/recording.js';
import type { MadeSource } from '../../src/model/request-source.js';
import { sliceRequest } from '../helpers/generated-loads.js';
import { answerText, RawServer } from '../helpers/hostile-servers.js';
import { ENGINES } from '../helpers/slices.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-hooks-'));
const two = await Generator.start(2);
after(async () => {
  await two.stop();
  rmSync(folder, { recursive: true });
});

const ROWS = ['a', 'b', 'c'].map((name) => ({ name }));

function hookSource(name: string, code: string): MadeSource {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, code);
  return {
    kind: 'made',
    requests: [{ method: 'GET', path: ['/base'], headers: [['X-Base', ['yes']]], body: null, weight: 1 }],
    columns: [],
    rows: ROWS.length,
    seed: 7,
    hook: { url: pathToFileURL(path).href, name: `${name}.mjs`, tsxUrl: null, records: ROWS },
  };
}

interface Seen {
  readonly path: string;
  readonly method: string;
  readonly base: boolean;
  readonly body: string;
}

/** Loads a server with a hook, in two threads; what the server saw, in the order of the numbers in the paths. */
async function loaded(engine: 'socket' | 'undici', source: MadeSource, requestLimit = 60) {
  const seen: Seen[] = [];
  const server = await RawServer.start({
    onRequest: ({ head, body, answer }) => {
      const [, method = '', path = ''] = /^(\S+) (\S+)/.exec(head) ?? [];
      seen.push({ method, path, base: /^x-base: yes/im.test(head), body });
      answer(answerText(method === 'HEAD' ? '' : `answer to ${path}`));
    },
  });
  try {
    const pool = await two.open({
      endpoint: server.endpoint,
      source,
      profile: {
        kind: 'closed',
        name: 'test',
        connections: 4,
        pipelining: 2,
        threads: 2,
        engine,
        timeoutMs: 5000,
        connectTimeoutMs: 5000,
        bodySampleEvery: 100,
        requestsPerConnection: null,
        think: null,
      },
    });
    try {
      const recording: Recording = await pool.run(sliceRequest({ fillerMs: 0, requestLimit }));
      return { seen, recording };
    } finally {
      pool.close();
    }
  } finally {
    await server.close();
  }
}

function problemOf(running: Promise<unknown>): Promise<string> {
  return running.then(
    () => assert.fail('it was accepted'),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError, String(error));
      return error.message;
    },
  );
}

for (const { name: engine } of ENGINES) {
  test(`${engine}: a hook makes each request from its number, its row and its random numbers`, async () => {
    const code = `export const request = ({ seq, row, thread, random }) =>
      ({ path: \`/\${seq}/\${row.name}/\${random() === random()}\`, body: \`thread \${thread}\` });`;
    const { seen, recording } = await loaded(engine, hookSource(`good-${engine}`, code));
    const inOrder = seen.toSorted((a, b) => Number(a.path.split('/')[1]) - Number(b.path.split('/')[1]));
    assert.deepEqual(
      inOrder.map(({ path }) => path),
      Array.from({ length: 60 }, (_, seq) => `/${seq}/${ROWS[seq % 3]!.name}/false`),
    );
    assert.ok(seen.every(({ method, base, body }) => method === 'POST' && base && /^thread [01]$/.test(body)));
    assert.deepEqual([recording.requests.ok, recording.requests.failed], [60, 0]);
  });

  test(`${engine}: a hook sees every answer whole, with the number of its request`, async () => {
    const code = `let seen = 0;
      export const request = ({ seq }) => ({ path: \`/\${seq}/\${seen}\` });
      export const response = ({ status, headers, body }, { seq }) => {
        const text = new TextDecoder().decode(body);
        if (status !== 200 || !text.startsWith(\`answer to /\${seq}/\`)) throw new Error(\`\${seq} got \${text}\`);
        if (headers['content-length'] !== String(body.length)) throw new Error('no headers');
        seen += 1;
      };`;
    const { seen } = await loaded(engine, hookSource(`answers-${engine}`, code));
    // Each thread counts by itself: 30 requests of each, all but the first few made after answers.
    assert.ok(Math.max(...seen.map(({ path }) => Number(path.split('/')[2]))) >= 20);
  });

  test(`${engine}: a hook may ask with HEAD now and then`, async () => {
    const code = `export const request = ({ seq }) => ({ method: seq % 3 === 0 ? 'HEAD' : 'GET', path: \`/\${seq}\` });`;
    const { seen, recording } = await loaded(engine, hookSource(`head-${engine}`, code));
    assert.deepEqual([seen.length, recording.requests.ok], [60, 60]);
    assert.equal(seen.filter(({ method }) => method === 'HEAD').length, 20);
  });

  const BROKEN: readonly [string, string, string][] = [
    [
      'throws',
      `export const request = ({ seq }) => { if (seq === 20) throw new TypeError('no token'); return {}; };`,
      'request() threw TypeError: no token, for request 20',
    ],
    ['async', 'export const request = async () => ({});', 'request() returned a promise, for request'],
    ['shape', 'export const request = () => ({ url: 1 });', 'request() returned an unknown "url", for request'],
    ['none', 'export const nothing = 1;', 'exports no function request'],
    ['syntax', 'export const request = (', 'cannot be loaded: SyntaxError: Unexpected end of input'],
    [
      'answer',
      `export const request = () => ({}); export const response = () => { throw new Error('odd'); };`,
      'response() threw Error: odd, for request',
    ],
  ];
  for (const [name, code, message] of BROKEN) {
    test(`${engine}: a hook that is wrong (${name}) ends the load with one line that names it`, async () => {
      const problem = await problemOf(loaded(engine, hookSource(`${name}-${engine}`, code), 10_000));
      assert.ok(problem.startsWith(`--hook ${name}-${engine}.mjs: ${message}`), problem);
      assert.ok(!problem.includes('\n'));
    });
  }
}
