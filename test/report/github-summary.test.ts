import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReport } from '../../src/report/render.js';
import { CI_CASES, RENDER_OPTIONS } from '../helpers/ci-cases.js';
import { checked, gateDoubted, gateFailed, gatePassed, gateReport } from '../helpers/gate-cases.js';
import { warned } from '../helpers/reports.js';

// A comment on GitHub has at most 65 536 characters; a step summary is refused from 1 MiB on.
const MOST_BYTES = 60 * 1024;

for (const [name, { report }] of Object.entries(CI_CASES)) {
  test(`the summary of ${name} is a marker, a verdict, a table and what is folded away`, () => {
    const lines = renderReport(report, 'github-summary', RENDER_OPTIONS).split('\n');
    assert.match(lines[0] ?? '', /^<!-- perfcmp:[\w-]+ -->$/);
    assert.equal(lines[1], '');
    assert.match(lines[2] ?? '', /^### (?:\S+ )?perfcmp (run|load|gate): ./u);
    const table = lines.filter((line) => line.startsWith('|'));
    const widths = new Set(table.map((line) => line.replaceAll('\\|', '').split('|').length));
    assert.equal(widths.size, table.length === 0 ? 0 : 1, 'every row has as many cells');
    const open = lines.filter((line) => line.startsWith('<details>')).length;
    assert.equal(lines.filter((line) => line === '</details>').length, open);
  });

  test(`no name in ${name} becomes a tag`, () => {
    const text = renderReport(report, 'github-summary', RENDER_OPTIONS);
    const tags = [...text.matchAll(/<[^>\n]*>/g)].map(([tag]) => tag);
    assert.deepEqual(
      tags.filter((tag) => !/^<(!-- perfcmp:[\w-]+ --|\/?details|\/?summary|br)>$/.test(tag)),
      [],
    );
  });
}

test('the marker of a question stays the same whatever the answer is', () => {
  const markers = [gatePassed(), gateFailed()].map(
    (report) => renderReport(report, 'github-summary', RENDER_OPTIONS).split('\n')[0],
  );
  assert.equal(new Set(markers).size, 1);
});

test('a limit is told as it was chosen', () => {
  const limit = { kind: 'most', value: 0.0025 } as const;
  const results = [checked({ metric: 'errorRate', baseline: null, limit, values: { baseline: null, target: 0 } })];
  const text = renderReport(gateReport('pass', 0, results), 'github-summary', RENDER_OPTIONS);
  assert.match(text, /\| max 0\.25 % \|/);
});

test('what raises a doubt about a pass stands above the table', () => {
  const text = renderReport(gateDoubted(), 'github-summary', RENDER_OPTIONS);
  const [above = ''] = text.split('\n| scenario');
  assert.match(above, /⚠️ perfcmp gate: pass \(answers differ\): all 3 limits kept/);
  assert.match(above, /^> .*head 147 \+ 27 bytes, base 147 \+ 412 bytes$/m);
  assert.match(text, /\| ⚠️ pass \(answers differ\) \|/);
});

test('nothing in a summary mentions people or issues', () => {
  const results = [checked({ target: '@types/node', message: 'of @octocat, see #12' })];
  const text = renderReport(gateReport('fail', 1, results), 'github-summary', RENDER_OPTIONS);
  assert.match(text, /types\/node/);
  assert.doesNotMatch(text, /@\w|(?<!&)#\w/);
});

test('a table that is too long loses checks that held, and says how many', () => {
  const held = Array.from({ length: 3000 }, (_, at) => checked({ target: `head-${at}` }));
  const results = [...held, checked({ status: 'fail', target: 'the-slow-one', message: '0.50x' })];
  const text = renderReport(gateReport('fail', 1, results), 'github-summary', RENDER_OPTIONS);
  assert.ok(Buffer.byteLength(text) <= MOST_BYTES);
  assert.match(text.split('\n')[2] ?? '', /fail: json throughput of the-slow-one 0\.50x; 3 000 of 3 001 limits kept$/);
  assert.match(text, /^\| json \| throughput \| the-slow-one \|/m);
  const [, lost = '', all = ''] = /_([\d ]+) rows of ([\d ]+) did not fit here/.exec(text) ?? [];
  const shown = text.split('\n').filter((line) => line.startsWith('| json |')).length;
  assert.equal(Number(lost.replaceAll(' ', '')) + shown, 3001);
  assert.equal(Number(all.replaceAll(' ', '')), 3001);
  assert.match(text, /How it was measured/);
});

test('remarks that do not fit are left out and named, the verdict never', () => {
  const warnings = Array.from({ length: 900 }, (_, at) =>
    warned('warn', `code-${at}`, `${'word '.repeat(40)}${String.fromCharCode(97 + (at % 26)).repeat(at % 40)}`),
  );
  const text = renderReport({ ...gateFailed(), warnings }, 'github-summary', RENDER_OPTIONS);
  assert.ok(Buffer.byteLength(text) <= MOST_BYTES);
  assert.match(text, /❌ perfcmp gate: fail/);
  assert.match(text, /_Did not fit here: Remarks \(\d+\)\. The JSON report has all of it\._\n$/);
});
