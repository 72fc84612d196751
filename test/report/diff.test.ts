import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffRuns } from '../../src/analysis/diff.js';
import type { Report } from '../../src/model/report.js';
import { renderDiffMarkdown } from '../../src/report/diff-markdown.js';
import { renderDiffText } from '../../src/report/diff-text.js';
import { EARLIER, LATER } from '../helpers/diff-cases.js';
import { assertGolden } from '../helpers/golden.js';
import { machineOf } from '../helpers/reports.js';

const MOVED: Report = {
  ...LATER,
  environment: { ...machineOf(LATER), cpuModel: 'AMD EPYC 7763', kernel: '6.19.0' },
  plan: { ...LATER.plan, mode: 'freeze' },
};

const CASES = { comparable: LATER, moved: MOVED };

for (const [name, second] of Object.entries(CASES)) {
  const diff = diffRuns(EARLIER, second, { toolVersion: '0.1.0' });
  test(`a diff of ${name} runs is as agreed`, () => {
    assertGolden(`diff-${name}.txt`, renderDiffText(diff, { width: 100, color: false, force: false }));
    assertGolden(`diff-${name}.md`, renderDiffMarkdown(diff, { force: false }));
    assertGolden(`diff-${name}.json`, `${JSON.stringify(diff, null, 2)}\n`);
  });

  test(`a diff of ${name} runs fits into 80 columns`, () => {
    const text = renderDiffText(diff, { width: 80, color: false, force: true });
    assertGolden(`diff-${name}-80-forced.txt`, text);
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 80),
      [],
    );
  });
}

test('a name of a target ends no cell and moves no cursor', () => {
  const name = 'a|b\u001b[2J';
  const renamed = (report: Report): Report => ({
    ...report,
    comparisons: report.comparisons.map((one) => ({ ...one, target: name })),
  });
  const diff = diffRuns(renamed(EARLIER), renamed(LATER), { toolVersion: '0.1.0' });
  assert.match(renderDiffMarkdown(diff, { force: false }), /\| a\\\|b\?\\\[2J \|/);
  assert.ok(!renderDiffText(diff, { width: 100, color: false, force: false }).includes('\u001b'));
});
