import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { intervalPlots } from '../../src/report/interval-plot.js';
import { shownSections } from '../../src/report/row.js';
import { manyTargets } from '../helpers/many-targets.js';
import { equalLoad, longNames, threeTargets } from '../helpers/report-cases.js';

function plots(report: Report, width: number): string[] {
  return intervalPlots(report, shownSections(report), { width, unicode: true }, (text) => text);
}

/** Three doubts beside the longest names that are not cut. */
function doubted(): Report {
  const base = threeTargets();
  const doubts = ['body-size-changed', 'answers-changed', 'near-ceiling'];
  const comparisons = base.comparisons.map((comparison) => ({ ...comparison, doubts }));
  const named = JSON.stringify({ ...base, comparisons })
    .replaceAll('"node-http"', '"node-http-of-yesterday-01"')
    .replaceAll('"benchmark-no-wait"', '"benchmark-without-waiting"');
  return JSON.parse(named) as Report;
}

test('a terminal of 80 columns has every ratio, and none is wider than its terminal', () => {
  for (const report of [threeTargets(), equalLoad(), longNames(), manyTargets(), doubted()]) {
    for (let width = 30; width <= 140; width += 5) {
      const lines = plots(report, width);
      assert.deepEqual(
        lines.filter((line) => line.length > width),
        [],
        `${width} columns`,
      );
      if (width >= 80) assert.equal(drawnOf(lines), drawnOf(plots(report, 140)), `${width} columns`);
    }
  }
});

function drawnOf(lines: readonly string[]): number {
  return lines.filter((line) => line.includes('●')).length;
}

test('a doubt is told in words, or where these leave no room for the drawing by its mark', () => {
  const words = /●.* {2}\(body size changed, answers changed, near ceiling\)$/m;
  assert.match(plots(doubted(), 140).join('\n'), words);
  const narrow = plots(doubted(), 80).join('\n');
  assert.match(narrow, /●.* {2}!$/m);
  assert.doesNotMatch(narrow, words);
});

test('scenarios whose names look the same where they are cut stand apart, behind the numbers of their tables', () => {
  const names = [10, 20].map((limit) => `/api/items?limit=${limit}&offset=0&fields=all`);
  const named = JSON.stringify(threeTargets())
    .replaceAll('"json"', JSON.stringify(names[0]))
    .replaceAll('"benchmark-no-wait"', JSON.stringify(names[1]));
  for (const width of [80, 140]) {
    const [, ...lines] = plots(JSON.parse(named) as Report, width);
    const beside = lines.slice(0, 4).map((line) => line.slice(0, 45).trim().split(/ {2,}/).slice(0, 2).join(' | '));
    assert.deepEqual(
      beside.map((words) => words.replace(/ \|[^|]*[●│├┤].*/, '')),
      ['#1 /api/items..ields=all | node-http', 'spring-like', '#2 /api/items..ields=all | node-http', 'spring-like'],
      `${width} columns`,
    );
  }
});
