import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { annotationLine, annotationsOf } from '../../src/report/github-annotations.js';
import { type PlainFormat, renderReport } from '../../src/report/render.js';
import { gateDoubted, gateFailed, gateInconclusive, gateInvalid, gatePassed } from '../helpers/gate-cases.js';
import { assertGolden } from '../helpers/golden.js';
import { loadJudged } from '../helpers/load-cases.js';
import { failedTarget, threeTargets, twoInconclusive } from '../helpers/report-cases.js';

const OPTIONS = { width: 100, color: false, unicode: true, latency: false, storedAs: '20261122-1031-7f3a' };

const ENDINGS: Readonly<Partial<Record<PlainFormat, string>>> = {
  junit: '.junit.xml',
  'github-summary': '.summary.md',
  'github-benchmark-bigger': '.bigger.json',
  'github-benchmark-smaller': '.smaller.json',
  bencher: '.bencher.json',
  benchstat: '.benchstat',
  openmetrics: '.openmetrics',
};

const CASES: Readonly<Record<string, Report>> = {
  'gate-pass': gatePassed(),
  'gate-doubted': gateDoubted(),
  'gate-fail': gateFailed(),
  'gate-inconclusive': gateInconclusive(),
  'gate-invalid': gateInvalid(),
  'run-three-targets': threeTargets(),
  'run-two-inconclusive': twoInconclusive(),
  'run-failed-target': failedTarget(),
  'load-judged': loadJudged(),
};

for (const [name, report] of Object.entries(CASES)) {
  test(`${name} reads as its golden files for CI do`, () => {
    for (const [format, ending] of Object.entries(ENDINGS) as [PlainFormat, string][]) {
      assertGolden(`${name}${ending}`, renderReport(report, format, OPTIONS));
    }
    const annotations = annotationsOf(report).map((annotation) => `${annotationLine(annotation)}\n`);
    assertGolden(`${name}.annotations`, annotations.join(''));
  });
}
