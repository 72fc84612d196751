import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { ScenarioAnswer } from '../../src/model/contract.js';
import type { RunEvent, SliceEvent } from '../../src/model/events.js';
import type { EngineName } from '../../src/model/load-profile.js';
import type { Report } from '../../src/model/report.js';
import { fixedSource } from '../../src/model/request-source.js';
import { SUCCESS_STATUSES } from '../../src/model/scenario.js';
import { syntheticRun } from '../helpers/events.js';
import { syntheticProfile, syntheticScenario } from '../helpers/recordings.js';

const ANSWER: ScenarioAnswer = {
  scenario: 'json',
  request: 'GET /json',
  status: 200,
  headerBytes: 150,
  bodyBytes: 27,
  mediaType: 'text/plain',
};

/** What a server says: alone, asked twice, before each launch (null: two different things), and in a slice. */
interface Talk {
  readonly alone: (launch: number) => string | null;
  /**
   * A body for each of the answers that are looked into; what follows a bar is spelling, which no hash shows, and what
   * follows a tilde are its numbers, which its shape does not show.
   */
  readonly loaded: (slice: SliceEvent) => readonly string[];
  readonly launches?: number;
  readonly statuses?: (slice: SliceEvent) => Readonly<Record<string, number>>;
  readonly method?: string;
  readonly engine?: EngineName;
}

const LOOKED_INTO = 40;
const saying = (body: string): string[] => Array.from({ length: LOOKED_INTO }, () => body);
const ids = ({ launch, block }: SliceEvent): string[] => saying('').map((_, index) => `${launch}.${block}.${index}`);

/** As the generator counts: the first four different ones, and how many others. */
function counted(bodies: readonly string[]) {
  const known = new Set([...new Set(bodies)].slice(0, 4));
  const kept = bodies.filter((body) => known.has(body));
  const hashes = kept.map((body) => body.split('|')[0] ?? '');
  const counts = Object.fromEntries(hashes.map((hash) => [hash, hashes.filter((one) => one === hash).length]));
  return { counts, others: bodies.length - kept.length };
}

/** A run in which fastify talks so, and express says always the same. */
function reportOn({ alone, loaded, launches = 3, statuses, method = 'GET', engine = 'socket' }: Talk): Report {
  const events = syntheticRun({
    launches,
    blocks: 6,
    plan: { profiles: [syntheticProfile({ engine })] },
    scenarios: [
      syntheticScenario('json', {
        source: fixedSource([{ method, path: '/json', headers: {}, body: null }]),
        expect: { status: SUCCESS_STATUSES, body: null, mediaType: null },
      }),
    ],
    slice: (slice) => {
      const isCandidate = slice.cell.target === 'fastify';
      const bodies = counted(isCandidate ? loaded(slice) : saying('a page'));
      const recording = { ...slice.recording, bodies };
      if (isCandidate && statuses !== undefined)
        return { ...slice, recording: { ...recording, statuses: statuses(slice) } };
      return { ...slice, recording };
    },
  }).flatMap((event): RunEvent[] => {
    if (event.kind !== 'target-started') return [event];
    const { launch, instance, target } = event;
    const bodyHash = target === 'fastify' ? alone(launch) : 'a page';
    return [event, { kind: 'answers', launch, instance, target, answers: [{ ...ANSWER, bodyHash }] }];
  });
  return analyseRun(events, { toolVersion: '0.1.0' });
}

function told(talk: Talk): string[] {
  return reportOn(talk).warnings.flatMap(({ code, level, target, message }) =>
    code === 'answers-changed' ? `${level} ${target}: ${message}` : [],
  );
}

const SOMETHING_ELSE = 'answers something else under load than when it is asked alone';
const NOTHING_NEW = 'answers the same again and again under load, and something new each time when it is asked alone';

const ROWS: readonly (readonly [server: string, Talk, string | null])[] = [
  ['always says the same', { alone: () => 'a page', loaded: () => saying('a page') }, null],
  [
    'says something else from the middle of each launch on',
    { alone: () => 'a page', loaded: ({ block }) => saying(block < 3 ? 'a page' : 'sorry') },
    `${SOMETHING_ELSE}: 240 of the 480 bodies that were looked into (50 %)`,
  ],
  [
    'says something else before its warm-up is over',
    { alone: () => 'a page', loaded: ({ launch }) => saying(`sorry ${launch}`) },
    `${SOMETHING_ELSE}: 480 of the 480 bodies that were looked into (100 %)`,
  ],
  [
    'says something else to one in twenty',
    { alone: () => 'a page', loaded: () => [...saying('a page').slice(2), 'sorry', 'sorry'] },
    `${SOMETHING_ELSE}: 24 of the 480 bodies that were looked into (5 %)`,
  ],
  [
    'says something else to one in a thousand',
    {
      alone: () => 'a page',
      loaded: () =>
        saying('a page')
          .flatMap((page) => saying(page))
          .with(0, 'sorry'),
    },
    null,
  ],
  ['tells the minute', { alone: (launch) => (launch < 3 ? '12:00' : '12:01'), loaded: () => saying('12:00') }, null],
  [
    'tells a minute that begins in the last launch',
    { alone: () => '12:00', loaded: ({ launch }) => saying(launch < 3 ? '12:00' : '12:01') },
    null,
  ],
  [
    'tells the second',
    { alone: (launch) => `${launch} s`, loaded: ({ launch, block }) => saying(`${launch}.${Math.floor(block / 2)} s`) },
    null,
  ],
  [
    'tells the seconds since its start, which are none when it is asked alone',
    { alone: () => '0 s', loaded: ({ block }) => saying(`${2 + Math.floor(block / 2)} s`) },
    null,
  ],
  [
    'tells which of its workers answers',
    { alone: () => null, loaded: () => ['worker 1', 'worker 2', ...saying('worker 1'), ...saying('worker 2')] },
    null,
  ],
  [
    'spells the same page in many ways',
    { alone: () => 'a page', loaded: () => saying('a page').map((page, index) => `${page}|${index}`) },
    null,
  ],
  [
    'names the protocol it is asked in',
    { alone: () => 'HTTP/1.1', loaded: () => saying('HTTP/2'), engine: 'http2' },
    null,
  ],
  ['tells its process', { alone: (launch) => `${launch}`, loaded: ({ launch }) => saying(`${launch}`) }, null],
  ['tells how many connections it has', { alone: () => 'open~1', loaded: () => saying('open~64') }, null],
  [
    'tells the whole minutes since its start',
    { alone: () => 'up~0', loaded: ({ block }) => saying(block < 3 ? 'up~0' : 'up~1') },
    null,
  ],
  [
    'tells its process, and is sorry from the middle of each launch on',
    {
      alone: (launch) => `process~${launch}`,
      loaded: ({ launch, block }) => saying(block < 3 ? `process~${launch}` : 'sorry~0'),
    },
    `${SOMETHING_ELSE}: 240 of the 480 bodies that were looked into (50 %)`,
  ],
  ['gives each answer a number', { alone: () => null, loaded: ids }, null],
  [
    'gives each answer a number, until it keeps one',
    { alone: () => null, loaded: (slice) => (slice.block < 4 ? ids(slice) : saying(`kept of ${slice.launch}`)) },
    `${NOTHING_NEW}: in 6 of 18 slices`,
  ],
  [
    'tells a time that all answers of a slice share',
    { alone: () => null, loaded: ({ launch, block }) => saying(`${launch}.${block}`) },
    null,
  ],
  [
    'gives numbers of which few are looked into',
    { alone: () => null, loaded: ({ block }) => [`${block}`, `${block}`] },
    null,
  ],
  ['was asked in one launch only', { alone: () => 'a page', loaded: () => saying('sorry'), launches: 1 }, null],
  [
    'answers with another status that is accepted',
    {
      alone: () => 'a page',
      loaded: () => saying('a page'),
      launches: 1,
      statuses: ({ block }): Readonly<Record<string, number>> => (block < 3 ? { 200: 500 } : { 302: 400, 500: 100 }),
    },
    'answers with status 302 under load (40 %), with 200 when it is asked alone',
  ],
  [
    'creates with its first answer what it then changes',
    { alone: () => 'a page', loaded: () => saying('a page'), statuses: () => ({ 204: 500 }), method: 'PUT' },
    null,
  ],
];

for (const [server, talk, message] of ROWS) {
  test(`a server that ${server} is ${message === null ? 'not ' : ''}told to answer otherwise under load`, () => {
    assert.deepEqual(told(talk), message === null ? [] : [`warn fastify: ${message}`]);
  });
}

test('a verdict on a server whose answers change has that doubt', () => {
  const { comparisons } = reportOn({ alone: () => 'a page', loaded: () => saying('sorry') });
  const own = comparisons.filter(({ verdict }) => verdict !== 'inconclusive');
  assert.ok(own.length > 0);
  for (const { doubts } of own) assert.deepEqual(doubts, ['answers-changed']);
});
