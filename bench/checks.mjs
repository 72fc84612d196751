// What it costs the load generator to check every answer, without the kernel's part: `npm run build && node bench/checks.mjs`.
import { AnswerChecker } from '../dist/src/load/answer-checker.js';
import { HeadCache } from '../dist/src/load/head-cache.js';
import { ResponseParser } from '../dist/src/load/response-parser.js';

const ROUNDS = 60;
const READS = 2000;
const ANSWERS = 16;
const STATUS = [{ from: 200, to: 399 }];

const bodyOf = (id) => `{"message":"Hello, World!","id":${id}}`;
const answerOf = (body) =>
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
  `Date: Mon, 23 Nov 2026 07:11:28 GMT\r\n\r\n${body}`;
const readOf = (idAt) => Buffer.from(Array.from({ length: ANSWERS }, (_, at) => answerOf(bodyOf(idAt(at)))).join(''));

// Only a body that is equal to the last good one is good without a second look.
const READ = { equal: readOf(() => 100_000), different: readOf((at) => 100_000 + at) };

const CHECKS = {
  none: {},
  'size 39': { checks: [{ kind: 'size', leastBytes: 39, mostBytes: 39 }] },
  header: { checks: [{ kind: 'header', name: 'Content-Type', value: 'application/json' }] },
  'whole body': { body: { kind: 'text', equals: bodyOf(100_000) } },
  'text in the body': { checks: [{ kind: 'contains', text: 'Hello' }] },
  'JSON value': { checks: [{ kind: 'json', path: 'message', steps: ['message'], equals: 'Hello, World!' }] },
};

/** Nanoseconds for one answer of so many reads, parsed and checked as in a load. */
function createLoad(expectation) {
  const checker = new AnswerChecker({ status: STATUS, body: null, mediaType: null, ...expectation });
  const parser = new ResponseParser(
    {
      isHeadRequest: () => false,
      partWanted: () => checker.partChecked,
      onResponse: (status, bodyBytes, _keepAlive, sample) => {
        const isGood = sample === null || checker.checkSample(status, sample.headers, sample.body);
        if (!checker.accepts(status) || !isGood || !checker.fits(bodyBytes)) throw new Error(checker.mismatch.message);
      },
    },
    new HeadCache(),
  );
  return (read) => {
    const startNs = process.hrtime.bigint();
    for (let i = 0; i < READS; i += 1) {
      parser.expected = ANSWERS + 1;
      parser.feed(read, read.length);
    }
    return Number(process.hrtime.bigint() - startNs) / (READS * ANSWERS);
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

console.log(`node ${process.versions.node}; ns an answer, of which parsing alone is the first line\n`);
for (const [kind, read] of Object.entries(READ)) {
  const names = Object.keys(CHECKS).filter((name) => kind === 'equal' || name !== 'whole body');
  const loads = names.map((name) => ({ name, load: createLoad(CHECKS[name]), timesNs: [] }));
  // In turn, so that what else the machine does falls on all of them alike.
  for (let round = 0; round < ROUNDS; round += 1) for (const { load, timesNs } of loads) timesNs.push(load(read));
  for (const { name, timesNs } of loads) {
    console.log(
      `${kind} bodies, ${name.padEnd(16)} ${median(timesNs.slice(ROUNDS / 6))
        .toFixed(0)
        .padStart(5)}`,
    );
  }
}
