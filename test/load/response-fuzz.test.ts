import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import { parseChunks, seededRandom } from '../helpers/parsed-answers.js';

interface Judgement {
  readonly status: number;
  readonly body: string;
}

/** What node's own HTTP client makes of these bytes followed by the end of the connection; null: it refuses them. */
function askNode(bytes: Buffer): Promise<Judgement | null> {
  return new Promise((resolve) => {
    const connection = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const asked = request({ createConnection: () => connection, path: '/', host: 'judge' });
    asked.on('error', () => resolve(null));
    asked.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => resolve(null));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('latin1') }),
      );
    });
    asked.end();
    setImmediate(() => {
      connection.push(bytes);
      connection.push(null);
    });
  });
}

const SEEDS = [
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\nX: y\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n',
  'HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n',
  'HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end',
  'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
];

const FRAGMENTS = [
  '\r\n',
  '\r',
  '\n',
  '\0',
  ' ',
  '\t',
  ':',
  ';',
  '0',
  '1',
  'f',
  '-',
  ',',
  'chunked',
  'HTTP/1.1 200 OK\r\n',
  'Content-Length: 3\r\n',
  'Transfer-Encoding: chunked\r\n',
  '\x7f',
  '\xe9',
];

function mutate(text: string, random: () => number): string {
  let mutated = text;
  const edits = 1 + Math.floor(random() * 2);
  for (let i = 0; i < edits; i += 1) {
    const at = Math.floor(random() * mutated.length);
    const length = Math.floor(random() * 3);
    const fragment = random() < 0.75 ? FRAGMENTS[Math.floor(random() * FRAGMENTS.length)]! : '';
    mutated = mutated.slice(0, at) + fragment + mutated.slice(at + length);
  }
  return mutated;
}

// Where the two differ on purpose. We are the stricter: a benchmark must not pass over what would break other clients.
const ONLY_NODE_TAKES = /control character in status line|invalid status line|bytes after a complete answer/;
// Chunk extensions mean nothing to us, and RFC 9110 allows a tab behind a value.
const ONLY_WE_TAKE = /[0-9a-f];|\t/i;

test('on mutated answers the parser refuses what node refuses and reads the same from the rest', async () => {
  const random = seededRandom(7);
  let bothTake = 0;
  let bothRefuse = 0;
  for (let round = 0; round < 3000; round += 1) {
    const text = mutate(SEEDS[round % SEEDS.length]!, random);
    const shown = JSON.stringify(text);
    const bytes = Buffer.from(text, 'latin1');
    const { answers, problem, complete } = parseChunks([bytes]);
    const [answer] = answers;
    const isTaken = problem === null && complete === true && answer !== undefined;
    const nodes = await askNode(bytes);
    if (isTaken && nodes !== null) {
      bothTake += 1;
      assert.deepEqual({ status: answer.status, body: answer.body }, nodes, shown);
    } else if (isTaken) {
      assert.match(text, ONLY_WE_TAKE, `node refuses ${shown}`);
    } else if (nodes !== null) {
      assert.match(problem ?? 'cut short', ONLY_NODE_TAKES, `node takes ${shown}`);
    } else {
      bothRefuse += 1;
    }
  }
  assert.ok(bothTake > 500 && bothRefuse > 500, `of 3000 ${bothTake} were valid, ${bothRefuse} invalid`);
});
