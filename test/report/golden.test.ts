import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { renderReport } from '../../src/report/render.js';
import { assertGolden } from '../helpers/golden.js';
import { importAtManyRates, importSideBySide, importSingle } from '../helpers/import-cases.js';
import {
  gateDied,
  gateEnvironment,
  gateKept,
  gateKeptWithDoubts,
  gateOpen,
  gateRegressed,
  gateUnconfirmed,
} from '../helpers/judged-gates.js';
import { loadJudged, loadOk, loadOpen, loadUnanswered, loadWithErrors } from '../helpers/load-cases.js';
import { manyTargets } from '../helpers/many-targets.js';
import { pageOf, wordsOf } from '../helpers/pages.js';
import {
  adaptiveRun,
  boundCell,
  claimedRun,
  equalLoad,
  failedTarget,
  interruptedRun,
  invalidCell,
  longNames,
  quickRun,
  threeTargets,
  twoInconclusive,
} from '../helpers/report-cases.js';
import { searchFound, searchSwept } from '../helpers/search-cases.js';

const OPTIONS = { width: 100, color: false, unicode: true, latency: true, storedAs: '20261122-1031-7f3a' };

const RUNS: Readonly<Record<string, Report>> = {
  'run-three-targets': threeTargets(),
  'run-quick': quickRun(),
  'run-invalid-cell': invalidCell(),
  'run-bound-cell': boundCell(),
  'run-failed-target': failedTarget(),
  'run-interrupted': interruptedRun(),
  'run-two-inconclusive': twoInconclusive(),
  'run-long-names': longNames(),
  'run-adaptive': adaptiveRun(),
  'run-claimed': claimedRun(),
  'run-equal-load': equalLoad(),
};
const LOADS: Readonly<Record<string, Report>> = {
  'load-ok': loadOk(),
  'load-with-errors': loadWithErrors(),
  'load-unanswered': loadUnanswered(),
  'load-open': loadOpen(),
  'load-judged': loadJudged(),
};
const SEARCHES: Readonly<Record<string, Report>> = {
  'search-found': searchFound(),
  'search-swept': searchSwept(),
};
const GATES: Readonly<Record<string, Report>> = {
  'gate-kept': gateKept(),
  'gate-kept-with-doubts': gateKeptWithDoubts(),
  'gate-regressed': gateRegressed(),
  'gate-unconfirmed': gateUnconfirmed(),
  'gate-environment': gateEnvironment(),
  'gate-open': gateOpen(),
  'gate-died': gateDied(),
};
const IMPORTS: Readonly<Record<string, Report>> = {
  'import-side-by-side': importSideBySide(),
  'import-single': importSingle(),
  'import-at-many-rates': importAtManyRates(),
};
const CASES = { ...RUNS, ...LOADS, ...SEARCHES, ...GATES, ...IMPORTS };

for (const [name, report] of Object.entries(CASES)) {
  test(`${name} reads as its golden text, markdown, csv and wrk files do`, () => {
    assertGolden(`${name}.txt`, renderReport(report, 'text', OPTIONS));
    assertGolden(`${name}.md`, renderReport(report, 'markdown', OPTIONS));
    // What a gate measured is written as of any run.
    if (report.gate !== null) return;
    assertGolden(`${name}.csv`, renderReport(report, 'csv', OPTIONS));
    if (report.search === null) assertGolden(`${name}.wrk`, renderReport(report, 'wrk', OPTIONS));
  });

  for (const width of [80, 100, 130]) {
    test(`${name} stays within ${width} columns`, () => {
      const tooLong = renderReport(report, 'text', { ...OPTIONS, width })
        .split('\n')
        .filter((line) => line.length > width);
      assert.deepEqual(tooLong, []);
    });
  }

  test(`${name} prints no undefined number`, () => {
    for (const format of ['text', 'markdown', 'csv', 'wrk'] as const) {
      assert.doesNotMatch(renderReport(report, format, OPTIONS), /NaN|null|undefined|Infinity/);
    }
  });
}

test('a narrow terminal loses columns from the least important on, never the verdict', () => {
  assertGolden('run-equal-load-80.txt', renderReport(equalLoad(), 'text', { ...OPTIONS, width: 80 }));
  assertGolden('run-three-targets-80.txt', renderReport(threeTargets(), 'text', { ...OPTIONS, width: 80 }));
});

test('names that had to be cut are spelt out below their table', () => {
  assertGolden('run-long-names-80.txt', renderReport(longNames(), 'text', { ...OPTIONS, width: 80 }));
});

test('seventeen targets are a table of ranks, numbers and verdicts with a table of what else was compared', () => {
  assertGolden('run-many-targets.txt', renderReport(manyTargets(), 'text', OPTIONS));
  assertGolden('run-many-targets-80.txt', renderReport(manyTargets(), 'text', { ...OPTIONS, width: 80 }));
});

test('a wide terminal shows every column', () => {
  assertGolden('run-equal-load-140.txt', renderReport(equalLoad(), 'text', { ...OPTIONS, width: 140 }));
  assertGolden('run-three-targets-140.txt', renderReport(threeTargets(), 'text', { ...OPTIONS, width: 140 }));
});

test('a terminal without UTF-8 gets bars and lines of ASCII', () => {
  const text = renderReport(loadOpen(), 'text', { ...OPTIONS, width: 80, unicode: false });
  assertGolden('load-open-ascii.txt', text);
  assert.match(text, /^[\n\x20-\x7e]*$/);
});

for (const format of ['ndjson', 'hgrm', 'hdr'] as const) {
  test(`${format} of a load and of a run are the golden files`, () => {
    // How zlib packs a histogram differs from version to version.
    const packed = /HISTF[\w+/=]+/g;
    const rendered = (report: Report): string => renderReport(report, format, OPTIONS).replace(packed, 'HISTF...');
    assertGolden(`load-open.${format}`, rendered(loadOpen()));
    assertGolden(`run-two-inconclusive.${format}`, rendered(twoInconclusive()));
  });

  test(`${format} of a load without an answer says so`, () => {
    assertGolden(`load-unanswered.${format}`, renderReport(loadUnanswered(), format, OPTIONS));
  });
}

test('no format says of imported results that a place among them is proven', () => {
  for (const report of Object.values(IMPORTS)) {
    const { rankings } = JSON.parse(renderReport(report, 'json', OPTIONS)) as Report;
    assert.deepEqual(rankings, []);
    assert.match(renderReport(report, 'csv', OPTIONS), /^run,scenario,profile,rank_best,rank_worst,/);
    for (const record of renderReport(report, 'csv', OPTIONS).split('\r\n').slice(1, -1)) {
      assert.match(record, /^[^,]*,[^,]*,[^,]*,,,/);
    }
    for (const format of ['text', 'markdown', 'github-summary'] as const) {
      assert.doesNotMatch(renderReport(report, format, OPTIONS), /\brank\b/);
    }
    assert.doesNotMatch(wordsOf(pageOf(report)), /\brank\b/);
  }
});

test('json is the golden document', () => {
  assertGolden('run-two-inconclusive.json', renderReport(twoInconclusive(), 'json', OPTIONS));
});
