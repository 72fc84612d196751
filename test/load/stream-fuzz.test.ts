import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeadCache } from '../../src/load/head-cache.js';
import { askNodeParser, type JudgedAnswer } from '../helpers/node-parser.js';
import { parseChunks, seededRandom } from '../helpers/parsed-answers.js';

const ROUNDS = 10_000;

interface Stream {
  readonly text: string;
  readonly methods: readonly string[];
  /** Heads that are, byte for byte, the one before. */
  readonly repeatedHeads: number;
}

type Random = () => number;
const below = (random: Random, count: number): number => Math.floor(random() * count);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;

function chunkedBody(random: Random): string {
  let text = '';
  for (let chunk = below(random, 4); chunk > 0; chunk -= 1) {
    const size = pick(random, [1, 2, 9, 10, 15, 16, 17, 300]);
    const line = pick(random, [size.toString(16), size.toString(16).toUpperCase(), `0${size.toString(16)}`]);
    text += `${line}${pick(random, ['', '', ';a', ';a=b', ';a="b c"'])}\r\n${'\r\n0'.repeat(size).slice(0, size)}\r\n`;
  }
  return `${text}0\r\n${pick(random, ['', '', 'Expires: 0\r\n', 'A: b\r\nC: d\r\n'])}\r\n`;
}

/** One answer; its head comes from few, so that many are the same as the one before. */
function answerOf(random: Random, method: string): { readonly head: string; readonly body: string } {
  const extra = pick(random, [
    '',
    '',
    '',
    'Date: 10:00:00\r\n',
    'Date: 10:00:01\r\n',
    `X: ${'y'.repeat(below(random, 90))}\r\n`,
  ]);
  const status = pick(random, ['200 OK', '200 OK', '200 OK', '404 Not Found', '500 ']);
  const isHead = method === 'HEAD';
  const kind = random();
  if (kind < 0.5) {
    const size = pick(random, [0, 1, 5, 5, 5, 100]);
    return {
      head: `HTTP/1.1 ${status}\r\n${extra}Content-Length: ${size}\r\n\r\n`,
      body: isHead ? '' : '\r'.repeat(size),
    };
  }
  if (kind < 0.75) {
    return {
      head: `HTTP/1.1 ${status}\r\n${extra}Transfer-Encoding: chunked\r\n\r\n`,
      body: isHead ? '' : chunkedBody(random),
    };
  }
  if (kind < 0.83) return { head: `HTTP/1.1 204 Empty\r\n${extra}\r\n`, body: '' };
  if (kind < 0.9) return { head: `HTTP/1.1 304 Old\r\n${extra}Content-Length: 7\r\n\r\n`, body: '' };
  if (kind < 0.95) {
    const close = pick(random, ['Connection: close\r\n', 'Connection: x, Close\r\n', 'Connection: keep-alive\r\n']);
    return { head: `HTTP/1.1 ${status}\r\n${close}Content-Length: 2\r\n\r\n`, body: isHead ? '' : 'ok' };
  }
  return { head: `HTTP/1.${below(random, 2)} ${status}\r\n${extra}\r\n`, body: isHead ? '' : 'to the end' };
}

function streamOf(random: Random): Stream {
  const methods: string[] = [];
  let text = '';
  let repeatedHeads = 0;
  let headBefore = '';
  for (let left = 1 + below(random, 6); left > 0; left -= 1) {
    const method = pick(random, ['GET', 'GET', 'GET', 'HEAD']);
    methods.push(method);
    const { head, body } = answerOf(random, method);
    text += `${random() < 0.1 ? 'HTTP/1.1 103 Hints\r\nLink: <a>\r\n\r\n' : ''}${head}${body}`;
    if (head === headBefore) repeatedHeads += 1;
    headBefore = head;
  }
  return { text, methods, repeatedHeads };
}

const FRAGMENTS = [
  ...['\r\n', '\r', '\n', '\0', ' ', ':', ';', '0', '1', 'f', '-', ',', '"', '\x7f', '\xe9', 'chunked', 'close'],
  ...['HTTP/1.1 200 OK\r\n', 'Content-Length: 3\r\n', 'Transfer-Encoding: chunked\r\n', 'Connection: close\r\n'],
];

/** The text with something put in, left out or written over; half of the times where it is a head. */
function mutate(text: string, random: Random): string {
  const end = random() < 0.5 ? text.indexOf('\r\n\r\n') + 4 : text.length;
  const at = below(random, end);
  const fragment = random() < 0.75 ? pick(random, FRAGMENTS) : '';
  return text.slice(0, at) + fragment + text.slice(at + below(random, 3));
}

function cutAtRandom(text: string, random: Random): Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  const chunks: Buffer[] = [];
  const most = pick(random, [1, 20, 200, bytes.length]);
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + below(random, most);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

// Where the two differ on purpose. We are the stricter: a benchmark must not pass over what would break other clients.
const ONLY_NODE_TAKES = [
  /control character in status line|invalid status line|bytes after a complete answer|no request asked for|line end/,
  // It looks at the framing only where there is a body.
  /chunked twice|Transfer-Encoding in an HTTP\/1.0 answer/,
];
/** The text without what only node minds: what chunk extensions are like, and what a 1xx or a trailer says of framing. */
function withoutWhatWePassOver(text: string): string {
  return text
    .replaceAll(/([0-9a-f])(?: *;[^\r\n]*| +)\r\n/gi, '$1\r\n')
    .replaceAll(/HTTP\/1\.\d 1\d\d .*?\r\n\r\n/gs, 'HTTP/1.1 103 X\r\n\r\n')
    .replaceAll(/(\r\n0+\r\n(?:[^\r\n]+\r\n)*?)(?:connection|content-length|transfer-encoding):/gi, '$1X:');
}

/** What the body of an answer that ends with its connection is to us was changed as well. */
const withoutRest = (answer: JudgedAnswer): JudgedAnswer => (answer.keepAlive ? answer : { ...answer, body: '' });

const onlyNodeTakes = (problem: string): boolean => ONLY_NODE_TAKES.some((known) => known.test(problem));

/** The kind of a problem, without what was quoted. */
const kindOf = (problem: string): string => problem.replaceAll(/\d+ |:? *".*$/gs, '');

/** What the parser has to have found fault with. */
const REACHED = [
  'invalid status line',
  'control character in status line',
  'invalid header line',
  'control character in header line',
  'invalid Content-Length',
  'more than one Content-Length',
  'both Content-Length and Transfer-Encoding',
  'invalid chunk size',
  'chunk data longer than its size line says',
  'invalid trailer: invalid header line',
  'invalid trailer: control character in header line',
  'bytes after a complete answer',
  'bytes that no request asked for',
];

test('on streams of answers, whole and mutated, however they are cut, the parser agrees with that of node', () => {
  const random = seededRandom(11);
  const cache = new HeadCache();
  const seen = {
    whole: 0,
    bothTake: 0,
    bothRefuse: 0,
    onlyWe: 0,
    onlyNode: 0,
    repeatedHeads: 0,
    answers: 0,
  };
  const problems = new Set<string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const stream = streamOf(random);
    const isWhole = random() < 0.3;
    const text = isWhole ? stream.text : mutate(stream.text, random);
    const { methods } = stream;
    const chunks = cutAtRandom(text, random);
    const shown = JSON.stringify({ text, methods, lengths: chunks.map((chunk) => chunk.length) });
    const ours = parseChunks(chunks, { methods, cache });
    const nodes = askNodeParser(chunks, methods);
    const answers = ours.answers.map(({ status, body, keepAlive }) => ({ status, body: body ?? '', keepAlive }));
    seen.answers += answers.length;
    assert.ok(
      ours.answers.every(({ bodyBytes, body }) => bodyBytes === body?.length),
      shown,
    );
    if (ours.problem !== null) problems.add(kindOf(ours.problem));
    const weTake = ours.complete === true;
    if (weTake && nodes.complete) {
      seen.bothTake += 1;
      seen.whole += isWhole ? 1 : 0;
      seen.repeatedHeads += stream.repeatedHeads;
      assert.deepEqual(answers, nodes.answers, shown);
    } else if (!weTake && !nodes.complete) {
      seen.bothRefuse += 1;
      if (!onlyNodeTakes(ours.problem ?? '')) assert.deepEqual(answers, nodes.answers, shown);
    } else if (weTake) {
      seen.onlyWe += 1;
      const plain = askNodeParser([Buffer.from(withoutWhatWePassOver(text), 'latin1')], methods);
      assert.deepEqual(
        answers.map(withoutRest),
        plain.answers.map(withoutRest),
        `node refuses with ${nodes.error}: ${shown}`,
      );
    } else {
      seen.onlyNode += 1;
      const problem = ours.problem ?? (/[\r\n]$|\r\r\n/.test(text) ? 'stray line end' : 'cut short');
      assert.ok(onlyNodeTakes(problem), `${problem}, but node takes ${shown}`);
    }
    assert.ok(!isWhole || nodes.complete, `node refuses with ${nodes.error}, unmutated: ${shown}`);
  }
  // Otherwise it has shown nothing.
  assert.ok(
    seen.whole > ROUNDS / 5 && seen.bothTake > ROUNDS / 3 && seen.bothRefuse > ROUNDS / 3,
    JSON.stringify(seen),
  );
  assert.ok(seen.onlyWe + seen.onlyNode < ROUNDS / 20, JSON.stringify(seen));
  assert.ok(seen.answers > ROUNDS && seen.repeatedHeads > ROUNDS / 100, JSON.stringify(seen));
  assert.deepEqual(
    REACHED.filter((problem) => !problems.has(problem)),
    [],
  );
});
