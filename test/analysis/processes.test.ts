import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { RunEvent } from '../../src/model/events.js';
import type { ProcessUse } from '../../src/model/process-use.js';
import type { Report } from '../../src/model/report.js';
import { syntheticRun } from '../helpers/events.js';

/** Processes of fastify in each launch, by name or `null` and the CPU that they used. */
type Uses = readonly (readonly [name: string | null, cpuMs: number])[];

function reportOn(usesOf: (launch: number) => Uses): Report {
  const processesOf = (launch: number): ProcessUse[] =>
    usesOf(launch).map(([name, cpuMs], index) => ({
      name,
      pid: name === null ? null : 100 * launch + index,
      cpuNs: cpuMs * 1e6,
    }));
  const events = syntheticRun({ launches: 3 }).map((event): RunEvent => {
    if (event.kind !== 'target-stopped' || event.target !== 'fastify') return event;
    return { ...event, processes: processesOf(event.launch) };
  });
  return analyseRun(events, { toolVersion: '0.1.0' });
}

function told(usesOf: (launch: number) => Uses): string[] {
  return reportOn(usesOf).warnings.flatMap(({ code, level, target, message }) =>
    code === 'cpu-by-process' ? [`${level} ${target}: ${message}`] : [],
  );
}

test('a report has the processes of each launch with their share, and nothing where nobody looked', () => {
  const { targets } = reportOn((launch) => [
    ['helper', 250],
    ['node', 250 + 500 * (launch - 1)],
  ]);
  assert.equal(targets.find(({ name }) => name === 'express')?.processes, undefined);
  assert.deepEqual(targets.find(({ name }) => name === 'fastify')?.processes?.slice(0, 4), [
    { launch: 1, name: 'helper', pid: 100, cpuSeconds: 0.25, share: 0.5 },
    { launch: 1, name: 'node', pid: 101, cpuSeconds: 0.25, share: 0.5 },
    { launch: 2, name: 'node', pid: 201, cpuSeconds: 0.75, share: 0.75 },
    { launch: 2, name: 'helper', pid: 200, cpuSeconds: 0.25, share: 0.25 },
  ]);
});

const ROWS: readonly (readonly [server: string, usesOf: (launch: number) => Uses, words: string | null])[] = [
  ['is one process', () => [['node', 1000]], null],
  [
    'is one process beside the shell that started it',
    () => [
      ['node', 1000],
      ['sh', 10],
    ],
    null,
  ],
  [
    'has a helper',
    () => [
      ['node', 800],
      ['redis-server', 200],
    ],
    'node 80 %, redis-server 20 %',
  ],
  [
    'has workers, one of which has next to nothing to do',
    () => [
      ['node', 490],
      ['node', 490],
      ['node', 20],
    ],
    'node 100 % in 3 processes (2 % to 49 %)',
  ],
  [
    'starts a process for each request',
    () => [
      ['sh', 400],
      [null, 600],
    ],
    'others and ended ones 60 %, sh 40 %',
  ],
  [
    'had a helper in one launch of three',
    (launch) => [
      ['node', 800],
      ['cc1', launch === 1 ? 200 : 1],
    ],
    null,
  ],
];

for (const [server, usesOf, words] of ROWS) {
  test(`a server that ${server} ${words === null ? 'has one process that counts' : 'is told with its processes'}`, () => {
    const expected = words === null ? [] : [`note fastify: its CPU was used by several processes: ${words}`];
    assert.deepEqual(told(usesOf), expected);
  });
}
