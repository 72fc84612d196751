import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT } from '../../src/errors.js';
import { annotationLine, annotationsOf } from '../../src/report/github-annotations.js';
import { CI_CASES } from '../helpers/ci-cases.js';
import { checked, gateDoubted, gateReport } from '../helpers/gate-cases.js';
import { readCommandLine } from '../helpers/github-runner.js';

for (const [name, { report, exitCode }] of Object.entries(CI_CASES)) {
  test(`the runner reads of ${name} what was meant`, () => {
    const annotations = annotationsOf(report);
    assert.ok(annotations.length > 0, 'at least the verdict');
    for (const annotation of annotations) {
      const { level, title, message } = annotation;
      const line = annotationLine(annotation);
      assert.doesNotMatch(line, /[\r\n]/);
      assert.deepEqual(readCommandLine(line), { name: level, properties: { title }, message });
    }
  });

  test(`annotations of ${name} have an error exactly where its exit code fails`, (context) => {
    if (exitCode === EXIT.sigint) return context.skip('what was interrupted has no verdict');
    assert.equal(
      annotationsOf(report).some(({ level }) => level === 'error'),
      exitCode !== EXIT.ok,
    );
  });
}

test('a pass in doubt is a warning, with what raises the doubt', () => {
  const told = annotationsOf(gateDoubted()).map(({ level, title, message }) => [level, title, message.slice(0, 40)]);
  assert.deepEqual(told, [
    ['warning', 'perfcmp: json throughput of head', 'pass (answers differ): 0.991x [0.978, 1.'],
    ['warning', 'perfcmp: json latency.p99 of head', 'pass (answers differ): 4.12ms [4.01ms, 4'],
    ['warning', 'perfcmp', 'json: head: answers differ: headers + bo'],
  ]);
});

test('nothing that a name holds ends a command, begins another or changes on its way', () => {
  for (const text of ['a:b,c=d', '100%', '%25', '%0A', 'a\r\n::error::b', '::stop-commands::x', ' ', 'ü']) {
    const annotation = { level: 'error', title: `t${text}t`, message: text } as const;
    assert.deepEqual(readCommandLine(annotationLine(annotation)), {
      name: 'error',
      properties: { title: annotation.title },
      message: text,
    });
  }
});

test('of more than ten of a level nine are told, and how many there are besides', () => {
  const failing = (count: number) =>
    annotationsOf(
      gateReport(
        'fail',
        1,
        Array.from({ length: count }, (_, at) => checked({ status: 'fail', target: `head-${at}` })),
      ),
    );
  assert.equal(failing(10).length, 10);
  assert.doesNotMatch(failing(10).at(-1)?.message ?? '', /more/);
  assert.equal(failing(250).length, 10);
  assert.equal(failing(250).at(-1)?.message, 'and 241 more: see the summary of the step');
});
