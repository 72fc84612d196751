import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { ScenarioAnswer } from '../../src/model/contract.js';
import type { RunEvent } from '../../src/model/events.js';
import type { Warning } from '../../src/model/warning.js';
import { type SyntheticRunOptions, syntheticRun } from '../helpers/events.js';
import { syntheticScenario } from '../helpers/recordings.js';

const ANSWER: ScenarioAnswer = {
  scenario: 'json',
  request: 'GET /json',
  status: 200,
  headerBytes: 150,
  bodyBytes: 27,
  mediaType: 'application/json; charset=utf-8',
};

type Change = Partial<ScenarioAnswer>;

/** The warnings of a run in which express answers as above and fastify with these changes. */
function warningsWith(changes: readonly Change[], options: SyntheticRunOptions = {}): Warning[] {
  const events = syntheticRun({ launches: 1, blocks: 4, ...options }).flatMap((event): RunEvent[] => {
    if (event.kind !== 'target-started') return [event];
    const { launch, instance, target } = event;
    const answers = changes.map((change): ScenarioAnswer => {
      const { scenario = ANSWER.scenario } = change;
      return target === 'fastify' ? { ...ANSWER, ...change } : { ...ANSWER, scenario };
    });
    return [event, { kind: 'answers', launch, instance, target, answers }];
  });
  const { warnings } = analyseRun(events, { toolVersion: '0.1.0' });
  return warnings.filter(({ code }) => code === 'answers-differ' || code === 'unequal-answers');
}

const ROWS: readonly (readonly [symptom: string, readonly Change[], string | null])[] = [
  ['equal answers', [{}], null],
  ['a few bytes more', [{ headerBytes: 154, bodyBytes: 28 }], null],
  [
    'longer headers',
    [{ headerBytes: 235 }],
    'note: answers differ: headers + body of fastify 235 + 27 bytes, express 150 + 27 bytes',
  ],
  [
    'a longer body',
    [{ bodyBytes: 29 }],
    'warn: answers differ: headers + body of fastify 150 + 29 bytes, express 150 + 27 bytes',
  ],
  [
    'bodies that differ in the mean of the requests',
    [{}, { bodyBytes: 47 }],
    'warn: answers differ: headers + body of fastify 150 + 37 bytes, express 150 + 27 bytes',
  ],
  [
    'another status to one of the requests',
    [{}, { status: 404, request: 'GET /json?2' }],
    'invalid: answers differ: fastify status 404, express status 200, to GET /json?2',
  ],
  [
    'text instead of JSON',
    [{ mediaType: 'text/html' }],
    'invalid: answers differ: fastify text, express JSON, to GET /json',
  ],
  [
    'another JSON',
    [{ mediaType: 'application/problem+json' }],
    'warn: answers differ: fastify application/problem+json, express application/json, to GET /json',
  ],
  ['no body at all', [{ bodyBytes: 0 }], 'invalid: answers differ: fastify no body, express a body, to GET /json'],
  [
    'no media type',
    [{ mediaType: null }],
    'warn: answers differ: fastify no media type, express application/json, to GET /json',
  ],
  ['a media type with other parameters', [{ mediaType: 'Application/JSON' }], null],
  ['another body that nobody declared', [{ bodyHash: 'b' }], null],
];

for (const [symptom, changes, expected] of ROWS) {
  test(`${symptom} before the load ${expected === null ? 'give no warning' : 'give a warning of their own'}`, () => {
    const told = warningsWith(changes).map(({ code, level, message, target, scenario }) => {
      // Headers are each framework's own, so that one note is about all targets.
      assert.deepEqual([code, target, scenario], ['answers-differ', level === 'note' ? null : 'fastify', 'json']);
      return `${level}: ${message}`;
    });
    assert.deepEqual(told, expected === null ? [] : [expected]);
  });
}

test('bodies that nobody declared and that say different things are told, unless a server contradicts itself', () => {
  const told = (
    express: readonly (string | null)[],
    fastify: readonly (string | null)[],
    bodyBytes = ANSWER.bodyBytes,
  ): readonly string[] => {
    const events = syntheticRun({ launches: 2, blocks: 4 }).flatMap((event): RunEvent[] => {
      if (event.kind !== 'target-started') return [event];
      const { launch, instance, target } = event;
      const bodyHash = (target === 'fastify' ? fastify : express)[launch - 1] ?? null;
      const answer = target === 'fastify' ? { ...ANSWER, bodyBytes, bodyHash } : { ...ANSWER, bodyHash };
      return [event, { kind: 'answers', launch, instance, target, answers: [answer] }];
    });
    const { warnings } = analyseRun(events, { toolVersion: '0.1.0' });
    return warnings.flatMap(({ code, level, message }) => (code === 'answers-differ' ? `${level}: ${message}` : []));
  };
  assert.deepEqual(told(['a', 'a'], ['b', 'b']), [
    'warn: answers differ: bodies of 27 bytes of fastify and express say different things, to GET /json',
  ]);
  assert.deepEqual(told(['a', 'a'], ['b', 'b'], 28), [
    'warn: answers differ: bodies of fastify (28 bytes) and express (27 bytes) say different things, to GET /json',
  ]);
  assert.deepEqual(told(['a', 'a'], ['a', 'a']), []);
  assert.deepEqual(told(['a', 'a'], ['b', 'c']), [], 'a clock, for example');
  assert.deepEqual(told(['a', 'a'], [null, null]), []);
});

test('of many targets whose headers differ the smallest and the largest answer are told', () => {
  const names = ['express', 'fastify', 'koa', 'hono', 'bun'];
  const bytes: Readonly<Record<string, number>> = { express: 236, fastify: 171, koa: 171, hono: 156, bun: 108 };
  const targets = names.map((name) => ({ name, throughputPerSec: 6000 }));
  const events = syntheticRun({ launches: 1, blocks: 4, targets }).flatMap((event): RunEvent[] => {
    if (event.kind !== 'target-started') return [event];
    const { launch, instance, target } = event;
    return [
      event,
      { kind: 'answers', launch, instance, target, answers: [{ ...ANSWER, headerBytes: bytes[target] ?? 0 }] },
    ];
  });
  const { warnings } = analyseRun(events, { toolVersion: '0.1.0' });
  assert.deepEqual(
    warnings.flatMap(({ code, message }) => (code === 'answers-differ' ? message : [])),
    ['answers differ: headers + body of 5 targets, from bun 108 + 27 bytes to express 236 + 27 bytes'],
  );
});

test('what was said of the answers before the load is not said again of those under load', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'fastify', throughputPerSec: 6000, bodyBytes: 54 },
  ];
  const codes = (changes: readonly Change[]) => warningsWith(changes, { targets }).map(({ code }) => code);
  assert.deepEqual(codes([{ bodyBytes: 54 }]), ['answers-differ']);
  // Only headers were seen to differ, so that the bodies are news.
  assert.deepEqual(codes([{ headerBytes: 235 }]), ['answers-differ', 'unequal-answers']);
  assert.deepEqual(codes([{}]), ['unequal-answers']);
});

test('a run without these answers, as older ones are, is judged by what was measured alone', () => {
  const { warnings } = analyseRun(syntheticRun({ launches: 1, blocks: 4 }), { toolVersion: '0.1.0' });
  assert.deepEqual(
    warnings.filter(({ code }) => code === 'answers-differ'),
    [],
  );
});

test('headers that differ in every scenario are told once', () => {
  const scenarios = ['json', 'benchmark'].map((name) => ({ ...syntheticScenario(), name }));
  const changes = [{ headerBytes: 235 }, { headerBytes: 235, scenario: 'benchmark' }];
  const told = warningsWith(changes, { scenarios }).map(({ message, scenario }) => [message, scenario]);
  assert.deepEqual(told, [
    [
      'answers differ: headers + body of fastify 235 + 27 bytes, express 150 + 27 bytes (json; in 1 more scenario, too)',
      null,
    ],
  ]);
});
