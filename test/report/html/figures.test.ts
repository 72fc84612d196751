import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyseRun } from '../../../src/analysis/analyse-run.js';
import type { SeriesPoint } from '../../../src/model/measurement.js';
import type { Report } from '../../../src/model/report.js';
import type { Figure, LinesChart, RowsChart } from '../../../src/report/html/chart.js';
import { courseFigures } from '../../../src/report/html/course-figures.js';
import type { FigureContext } from '../../../src/report/html/figure-context.js';
import { gateFigure } from '../../../src/report/html/gate-figure.js';
import { loadFigures } from '../../../src/report/html/load-figures.js';
import { marksOf } from '../../../src/report/html/marks.js';
import { overallFigure } from '../../../src/report/html/overall-figure.js';
import { percentileFigure } from '../../../src/report/html/percentile-figure.js';
import { furtherRatioFigure, ratioFigure } from '../../../src/report/html/ratio-figure.js';
import { searchFigures } from '../../../src/report/html/search-figures.js';
import { serverFigure } from '../../../src/report/html/server-figure.js';
import { serviceFigure } from '../../../src/report/html/service-figure.js';
import { throughputFigure } from '../../../src/report/html/throughput-figure.js';
import { warmUpFigure } from '../../../src/report/html/warm-up-figure.js';
import { type Section, sectionsOf } from '../../../src/report/row.js';
import { syntheticRun } from '../../helpers/events.js';
import { gateFailed } from '../../helpers/gate-cases.js';
import { encoded, longTailed } from '../../helpers/histograms.js';
import { loadOk, loadOpen, loadWithErrors } from '../../helpers/load-cases.js';
import { boundCell, equalLoad, failedTarget, invalidCell, threeTargets } from '../../helpers/report-cases.js';
import { measured } from '../../helpers/reports.js';
import { searchFound, searchSwept } from '../../helpers/search-cases.js';

function contextOf(report: Report, points = 80): FigureContext {
  return { report, marks: marksOf(report), points };
}

function sectionOf(report: Report, at = 0): Section {
  return sectionsOf(report)[at]!;
}

function rowsOf(figure: Figure | null, at = 0): RowsChart {
  const chart = figure?.charts[at];
  assert.equal(chart?.kind, 'rows');
  return chart as RowsChart;
}

function linesOf(figure: Figure | null | undefined): LinesChart {
  const chart = figure?.charts[0];
  assert.equal(chart?.kind, 'lines');
  return chart as LinesChart;
}

test('throughput has a row for each target, best first, with its interval and its ties', () => {
  const report = threeTargets();
  const figure = throughputFigure(sectionOf(report), contextOf(report));
  const chart = rowsOf(figure);
  assert.deepEqual(
    chart.rows.map(({ label, value, lower, upper, note }) => [
      label,
      value,
      Math.round(lower!),
      Math.round(upper!),
      note,
    ]),
    [
      ['node-http 20.20.2', 24_310, 23_872, 24_748, '24 310 +-1.8 %'],
      ['express 5.3.0', 6214, 6084, 6344, '6 214 +-2.1 %'],
      ['spring-like (NestJS 12.5.1)', 6060, 5915, 6205, '6 060 +-2.4 %'],
    ],
  );
  assert.deepEqual(chart.ties, [{ from: 1, to: 2 }]);
  assert.match(figure!.caption, /95 % interval over launches\. Bars on the left join/);
  assert.deepEqual(figure!.table.rows[1], ['express 5.3.0', '2-3', '6 214', '6 084', '6 344']);
});

test('what has no rank or is only a least value does not look like a result', () => {
  const invalid = invalidCell();
  const bound = boundCell();
  const rows = [invalid, bound].map((report) => rowsOf(throughputFigure(sectionOf(report), contextOf(report))).rows);
  assert.deepEqual(
    rows[0]!.map(({ isOpen }) => isOpen),
    [false, false, true],
  );
  assert.deepEqual(
    rows[1]!.map(({ isLeast }) => isLeast),
    [true, false, false],
  );
  assert.match(rows[1]![0]!.note, /^>=24 310/);
});

test('targets at the same rate are shown by their p99', () => {
  const report = equalLoad();
  const figure = throughputFigure(sectionOf(report, 1), contextOf(report));
  assert.equal(figure?.title, 'Latency p99 at the same rate');
  assert.deepEqual(
    rowsOf(figure).rows.map(({ value, note }) => [Math.round(value!), note]),
    [
      [1929, '1.93ms'],
      [3922, '3.92ms'],
      [4004, '4.00ms'],
    ],
  );
});

test('a target that was not measured is in no chart', () => {
  const report = failedTarget();
  const names = rowsOf(throughputFigure(sectionOf(report), contextOf(report))).rows.map(({ label }) => label);
  assert.deepEqual(names, ['node-http 20.20.2', 'express 5.3.0']);
  assert.equal(rowsOf(ratioFigure(sectionOf(report), contextOf(report))).rows.length, 1);
});

test('behind each verdict stand its launches, its interval and its margin', () => {
  const report = threeTargets();
  const [first, second] = rowsOf(ratioFigure(sectionOf(report), contextOf(report))).rows;
  assert.deepEqual([first?.dots, first?.lower, first?.upper], [[3.801, 3.912, 3.912, 3.912, 4.021], 3.801, 4.021]);
  assert.deepEqual(second?.band, { from: 0.95, to: 1 / 0.95 });
  assert.equal(second?.note, '0.98x [0.97, 0.99] · no difference');
  const figure = ratioFigure(sectionOf(report), contextOf(report));
  assert.deepEqual(figure?.table.rows[0], [
    'node-http 20.20.2',
    '3.91x [3.80, 4.02]',
    'faster',
    '2 %',
    '3.4 %',
    '3.80x, 3.91x, 3.91x, 3.91x, 4.02x',
  ]);
});

test('behind each further verdict stand its launches, too, a chart a metric, all on one scale', () => {
  const report = threeTargets();
  const figure = furtherRatioFigure(sectionOf(report), contextOf(report));
  assert.equal(figure?.title, 'Latency and CPU against express');
  assert.deepEqual(
    figure.charts.map(({ title }) => title),
    ['Latency p50', 'Latency p99', 'CPU a request'],
  );
  const charts = figure.charts.map((_, at) => rowsOf(figure, at));
  const [p50, p99, cpu] = charts;
  assert.deepEqual(p50!.rows[0]!.dots, [3.9, 4.02, 4.02, 4.02, 4.15]);
  assert.deepEqual(
    p99!.rows.map(({ note, isOpen }) => [note, isOpen]),
    [
      ['3.70x [3.10, 4.40] · faster', false],
      ['0.93x [0.82, 1.06] · inconclusive', true],
    ],
  );
  assert.equal(cpu!.rows[0]!.note, '3.91x [3.84, 3.98] · better');
  for (const { x, reference } of charts) {
    assert.deepEqual(x, p50!.x);
    assert.deepEqual(reference, { at: 1, label: 'express' });
  }
  assert.equal(figure.table.rows.length, 6);
  assert.deepEqual(figure.table.rows[2]!.slice(0, 4), [
    'node-http 20.20.2',
    'Latency p99',
    '3.70x [3.10, 4.40]',
    'faster',
  ]);
});

test('further verdicts have a chart only where there are some, and none of what the main one is about', () => {
  const report = threeTargets();
  assert.equal(furtherRatioFigure(sectionOf(report, 1), contextOf(report)), null);
  const open = equalLoad();
  const titles = (at: number): string[] | undefined =>
    furtherRatioFigure(sectionOf(open, at), contextOf(open))?.charts.map(({ title }) => title);
  assert.deepEqual([titles(1), titles(2)], [['Latency p50', 'CPU a request'], undefined]);
  // Of an invalid row its latencies are no result, either.
  const invalid = invalidCell();
  assert.equal(furtherRatioFigure(sectionOf(invalid), contextOf(invalid)), null);
});

test('what is invalid has no place on the scale of ratios, and no ratio among its numbers', () => {
  const report = invalidCell();
  const figure = ratioFigure(sectionOf(report), contextOf(report));
  assert.deepEqual(
    rowsOf(figure).rows.map(({ label }) => label),
    ['node-http 20.20.2'],
  );
  const [name, ratio, words, , smallest, launches] = figure!.table.rows[1]!;
  assert.match(name!, /^spring-like/);
  assert.deepEqual([ratio, words, smallest, launches], ['-', 'invalid: too many errors', '-', '-']);
  const bound = boundCell();
  const rows = ratioFigure(sectionOf(bound), contextOf(bound))!.table.rows;
  assert.deepEqual(rows[0]!.slice(1, 3), ['-', '>=3.80x · invalid: client bound']);
  const numbers = throughputFigure(sectionOf(bound), contextOf(bound))!.table.rows[0]!;
  assert.deepEqual(numbers.slice(2), ['>=24 310', '-', '-']);
});

test('percentiles are those of the histogram, at 1 / (1 - p), as far as ten answers lie beyond', () => {
  const report = loadOk();
  const figure = loadFigures(report.measurements[0]!, contextOf(report)).find(({ name }) => name === 'percentiles');
  const chart = linesOf(figure);
  const histogram = longTailed(338_064, 225);
  const marked = chart.lines[0]!.points.filter(({ isMarked }) => isMarked);
  assert.deepEqual(
    marked.map(({ x, y }) => [Math.round(x), y]),
    [50, 90, 99, 99.9, 99.99].map((percentile) => [
      Math.round(1 / (1 - percentile / 100)),
      histogram.percentileNs(percentile) / 1000,
    ]),
  );
  // 99.999 % of 338 064 answers leaves 3.
  assert.ok(Math.max(...chart.lines[0]!.points.map(({ x }) => x)) < 1 / (1 - 0.99999));
  assert.deepEqual(
    chart.x.ticks.map(({ label }) => label),
    ['0 %', '50 %', '90 %', '99 %', '99.9 %', '99.99 %'],
  );
  const values = chart.lines[0]!.points.map(({ y }) => y!);
  assert.deepEqual(
    values,
    values.toSorted((a, b) => a - b),
  );
});

test('a run has a curve of percentiles for each target that answered', () => {
  const report = threeTargets();
  const measurements = report.measurements.map((one, at) => ({
    ...one,
    histograms: { latency: encoded(20_000, 1000 * (at + 1)), serviceTime: null },
  }));
  const own = { ...report, measurements };
  const chart = linesOf(percentileFigure(sectionOf(own), contextOf(own)));
  assert.deepEqual(
    chart.lines.map(({ name, mark }) => [name, mark.index]),
    [
      ['node-http 20.20.2', 0],
      ['express 5.3.0', 1],
      ['spring-like (NestJS 12.5.1)', 2],
    ],
  );
  assert.equal(chart.y.scale, 'log');
  assert.equal(percentileFigure(sectionOf(own), contextOf(own, 10))!.charts[0]!.kind, 'lines');
});

/** A run in which one target is disturbed in a slice. */
function disturbedRun(blocks = 4): Report {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'fastify', throughputPerSec: 9000 },
  ];
  const report = analyseRun(syntheticRun({ targets, launches: 3, blocks }), { toolVersion: '0.1.0' });
  const measurements = report.measurements.map((one) => ({
    ...one,
    series: one.series.map((point) =>
      point.launch === 2 && point.block === 1
        ? { ...point, excluded: true, marks: ['foreign-cpu'] as const }
        : { ...point, excluded: false },
    ),
  }));
  return { ...report, measurements };
}

test('every slice is a point, launches are apart, and what was left out is a cross on a shaded place', () => {
  const report = disturbedRun();
  const figures = courseFigures(sectionOf(report), contextOf(report));
  assert.deepEqual(
    figures.map(({ title }) => title),
    ['Throughput over time', 'Latency over time'],
  );
  const chart = linesOf(figures[0]);
  const [line] = chart.lines;
  assert.equal(line!.points.length, 12 + 2);
  assert.deepEqual(chart.bands, [{ from: 4.5, to: 5.5 }]);
  assert.deepEqual(
    line!.crosses.map(({ x }) => x),
    [5],
  );
  assert.deepEqual(
    line!.points.filter(({ y }) => y === null).map(({ x }) => x),
    [3.5, 5, 7.5],
  );
  assert.deepEqual(
    chart.rules.map(({ at }) => at),
    [3.5, 7.5],
  );
  assert.deepEqual(chart.x.ticks, [
    { at: 1.5, label: 'launch 1' },
    { at: 5.5, label: 'launch 2' },
    { at: 9.5, label: 'launch 3' },
  ]);
  assert.match(figures[0]!.table.rows[5]![1]!, /^\d \d{3} \(left out\)$/);
  assert.equal(figures[0]!.table.rows[5]![0], 'launch 2, slice 2');
});

test('where there are too many slices to show, each point is the mean of several that count', () => {
  const report = disturbedRun();
  const [figure] = courseFigures(sectionOf(report), contextOf(report, 6));
  const [express] = report.measurements.filter(({ target }) => target === 'express');
  const chart = linesOf(figure);
  const ofExpress = chart.lines.find(({ name }) => name.startsWith('express'))!;
  const [first, second] = express!.series.map(({ throughputPerSec }) => throughputPerSec!);
  assert.equal(ofExpress.points[0]?.y, (first! + second!) / 2);
  assert.equal(ofExpress.points.find(({ x }) => x === 2)?.y, express!.series[4]!.throughputPerSec);
  assert.match(figure!.caption, /^Each point is the mean of 2 slices\. Shaded: points with slices/);
  assert.equal(figure!.table.rows[2]![0], 'launch 2, slices 1 to 2');
});

test('latency over time has p50 and, thin and hollow, p99, as far as slices had answers enough', () => {
  const report = disturbedRun();
  const measurements = report.measurements.map((one, at) => ({
    ...one,
    // The first target has a p99 in every second slice, the other in none.
    series: one.series.map((point) => ({
      ...point,
      p50Us: 100,
      p99Us: at === 0 && point.block % 2 === 0 ? 900 : null,
    })),
  }));
  const own = { ...report, measurements };
  const latency = courseFigures(sectionOf(own), contextOf(own)).find(({ name }) => name === 'latency-course');
  const { lines, y, summary } = linesOf(latency);
  const [one, other] = measurements.map(({ target }) => `${target} 1.0.0`);
  assert.deepEqual(
    lines.map(({ name, part, isThin, mark }) => [name, part, isThin, mark.index]).sort(),
    [
      [one, 'p50', undefined, 0],
      [one, 'p99', true, 0],
      [other, 'p50', undefined, 1],
    ].sort(),
  );
  assert.equal(y.name, 'p50 and p99, logarithmic');
  assert.match(summary, /p99: 900us to 900us/);
  assert.ok(latency!.table.columns.includes(`${one} p99`));
  assert.match(
    latency!.caption,
    /thin ones with hollow symbols: p99\. A slice has a p99 only where it has answers enough\./,
  );
  const joined = courseFigures(sectionOf(own), contextOf(own, 6)).find(({ name }) => name === 'latency-course');
  assert.match(joined!.caption, /^Each point is the mean of 2 slices, of p99 the largest\./);
});

test('reports of old, whose slices have no percentiles, show the mean of latency over time', () => {
  const report = disturbedRun();
  const measurements = report.measurements.map((one) => ({
    ...one,
    series: one.series.map(({ p50Us: _, p99Us: __, ...point }) => point),
  }));
  const own = { ...report, measurements };
  const latency = courseFigures(sectionOf(own), contextOf(own)).find(({ name }) => name === 'latency-course');
  assert.deepEqual(
    linesOf(latency).lines.map(({ part }) => part),
    [undefined, undefined],
  );
  assert.equal(linesOf(latency).y.name, 'mean');
});

test('a disturbed slice is shaded though it counts, and one left out for its launch is not called disturbed', () => {
  const report = disturbedRun();
  const withPoints = (change: (point: SeriesPoint) => SeriesPoint): Report => ({
    ...report,
    measurements: report.measurements.map((one) => ({ ...one, series: one.series.map(change) })),
  });
  const kept = withPoints((point) => ({ ...point, excluded: false }));
  const [ofKept] = courseFigures(sectionOf(kept), contextOf(kept));
  assert.deepEqual(linesOf(ofKept).bands, [{ from: 4.5, to: 5.5 }]);
  assert.deepEqual(linesOf(ofKept).lines[0]!.crosses, []);
  assert.equal(
    ofKept!.caption,
    'Each point is a slice. Shaded: slices in which the machine was disturbed (CPU of others).',
  );
  const unfinished = withPoints(({ marks: _, ...point }) => ({ ...point, excluded: point.launch === 3 }));
  const [ofUnfinished] = courseFigures(sectionOf(unfinished), contextOf(unfinished));
  assert.deepEqual(linesOf(ofUnfinished).bands, []);
  assert.equal(linesOf(ofUnfinished).lines[0]!.crosses.length, 4);
  assert.equal(ofUnfinished!.caption, 'Each point is a slice. Crosses: slices that were left out.');
  const calm = withPoints(({ marks: _, ...point }) => ({ ...point, excluded: false }));
  const [ofCalm] = courseFigures(sectionOf(calm), contextOf(calm));
  assert.equal(ofCalm!.caption, 'Each point is a slice. No slice was marked, and none was left out.');
});

test('warm-up is told as a share of what was measured, with the cold figures beside', () => {
  const report = disturbedRun();
  const figure = warmUpFigure(sectionOf(report), contextOf(report));
  const chart = linesOf(figure);
  const measurement = report.measurements.find(({ target }) => target === 'express')!;
  const line = chart.lines.find(({ name }) => name.startsWith('express'))!;
  assert.deepEqual(
    line.points.map(({ x, y }) => [x, y]),
    measurement.warmup.map(({ elapsedMs, throughputPerSec }) => [
      elapsedMs,
      throughputPerSec / measurement.throughput.value!,
    ]),
  );
  assert.deepEqual(chart.rules, [{ axis: 'y', at: 1, label: '' }]);
  const row = figure!.table.rows.find(([name]) => name?.startsWith('express'))!;
  assert.deepEqual([row[1], row[2], row[5]], ['202 ms', '10.0ms', '2 s']);
});

test('what servers cost is shown beside each other, and nothing is where it cannot be seen', () => {
  const report = threeTargets();
  const figure = serverFigure(sectionOf(report), contextOf(report));
  assert.deepEqual(
    figure!.charts.map(({ title }) => title),
    ['CPU a request', 'Memory'],
  );
  assert.deepEqual(
    rowsOf(figure, 1).rows.map(({ value, note }) => [value, note]),
    [
      [59_400_000, '59 MB'],
      [110_200_000, '110 MB'],
      [137_000_000, '137 MB'],
    ],
  );
  const blind = {
    ...report,
    targets: report.targets.map((target) => ({ ...target, peakRssBytes: null })),
    measurements: report.measurements.map((one) => ({ ...one, server: null })),
  };
  assert.equal(serverFigure(sectionOf(blind), contextOf(blind)), null);
});

test('service time stands beside response time in an open loop only', () => {
  const report = equalLoad();
  assert.equal(serviceFigure(sectionOf(report, 0), contextOf(report)), null);
  const figure = serviceFigure(sectionOf(report, 1), contextOf(report));
  const [first] = rowsOf(figure, 1).rows;
  assert.deepEqual([Math.round(first!.start!), Math.round(first!.value!)], [1611, 1929]);
  assert.equal(first!.note, '1.61ms / 1.93ms');
});

test('a load at a rate has response and service time as two curves, and its course by the second', () => {
  const report = loadOpen();
  const figures = loadFigures(report.measurements[0]!, contextOf(report));
  assert.deepEqual(
    figures.map(({ name }) => name),
    ['percentiles', 'throughput-course', 'latency-course'],
  );
  assert.deepEqual(
    linesOf(figures[0]).lines.map(({ name }) => name),
    ['response time', 'service time'],
  );
  assert.deepEqual(
    linesOf(figures[1]).lines[0]!.points.map(({ y }) => y),
    [4998, 5001, 0, 9964, 5002, 5000, 4999, 5003, 5001, 5013],
  );
  assert.deepEqual(
    linesOf(figures[2]).lines.map(({ name }) => name),
    ['p50', 'p99', 'max'],
  );
  assert.equal(linesOf(figures[2]).lines[0]!.points[2]!.y, null);
});

test('where seconds of a load are joined, the longest stall is still there to see', () => {
  const report = loadOpen();
  const [measurement] = report.measurements;
  const series = measurement!.series.map((point, at) => ({
    ...point,
    p50Us: at === 4 ? 300 : 100,
    p99Us: at === 4 ? 900_000 : 500,
    maxUs: at === 4 ? 2_000_000 : 600,
  }));
  const figure = loadFigures({ ...measurement!, series }, contextOf(report, 5)).find(
    ({ name }) => name === 'latency-course',
  );
  assert.deepEqual(
    linesOf(figure).lines.map(({ name, points }) => [name, points[2]!.y]),
    [
      ['p50', 200],
      ['p99', 900_000],
      ['max', 2_000_000],
    ],
  );
  assert.equal(figure!.caption, 'Each point is the mean of 2 seconds, of p99 and max the largest.');
});

test('failures of a load have a line of their own, where there are some', () => {
  const report = loadOk();
  const [measurement] = report.measurements;
  const series = measurement!.series.map((point, at) => ({ ...point, failed: at === 3 ? 40 : 0 }));
  const figures = loadFigures({ ...measurement!, series }, contextOf(report));
  const lines = linesOf(figures.find(({ name }) => name === 'throughput-course')).lines;
  assert.deepEqual(
    lines.map(({ name }) => name),
    ['answers a second', 'failures a second'],
  );
  assert.equal(lines[1]!.points[3]!.y, 40);
});

test('a load of a second has no course, and one without answers no latencies', () => {
  const names = (report: Report): string[] =>
    loadFigures(report.measurements[0]!, contextOf(report)).map(({ name }) => name);
  assert.deepEqual(names(loadWithErrors()), ['percentiles']);
  const silent = { ...measured('x', '/', 1, 0), series: [] };
  const requests = { sent: 1, measured: 0, ok: 0, failed: 0, inFlightAtEnd: 1 };
  assert.deepEqual(loadFigures({ ...silent, requests }, contextOf(loadOk())), []);
});

test('a search shows what was tried, with crosses where the objectives were broken and a line at what was found', () => {
  const [latency, throughput] = searchFigures(searchFound().search!);
  const chart = linesOf(latency);
  assert.deepEqual(
    chart.lines.map(({ name }) => name),
    ['p50', 'p99'],
  );
  assert.deepEqual(
    chart.lines[1]!.crosses.map(({ x }) => x),
    [10_500],
  );
  assert.deepEqual(chart.rules, [{ axis: 'x', at: 10_000, label: '' }]);
  assert.deepEqual(
    linesOf(throughput).lines[0]!.points.map(({ x, y }) => [x, y]),
    [
      [5000, 4999],
      [10_000, 9999],
      [10_500, 10_499],
    ],
  );
  const swept = linesOf(searchFigures(searchSwept().search!)[0]);
  assert.deepEqual([swept.x.scale, swept.lines[0]!.points.map(({ x }) => x)], ['log', [1, 64]]);
});

test('a gate shows its checks against the baseline with what may be lost, and leaves absolute limits to its table', () => {
  const report = gateFailed();
  const { rows } = rowsOf(gateFigure(contextOf(report)));
  assert.deepEqual(
    rows.map(({ label, value, band, isOpen }) => [label, value, band?.from, isOpen]),
    [
      ['json throughput', 0.848, 0.95, false],
      ['json latency.p50', 0.851, 0.9, false],
      ['json cpuPerRequest', 0.95, 0.95, true],
    ],
  );
});

test('a check that only warns, or was confirmed, says so in its figure', () => {
  const report = gateFailed();
  const results = report.gate!.results.map((check, at) =>
    at === 0 ? { ...check, confirmed: true } : { ...check, severity: 'warn' as const },
  );
  const own = { ...report, gate: { ...report.gate!, results } };
  const figure = gateFigure(contextOf(own));
  assert.equal(figure!.table.rows[0]!.at(-1), 'fail, confirmed');
  assert.match(rowsOf(figure).rows[1]!.note, / · \w+ \(warns\)$/);
  assert.match(figure!.caption, /a check can fail only where its whole interval lies left of it\.$/);
});

test('several scenarios come to one ratio a target', () => {
  const report = threeTargets();
  const { rows, reference } = rowsOf(overallFigure(contextOf(report)));
  assert.deepEqual(
    rows.map(({ label, note }) => [label, note]),
    [
      ['node-http', '2.84x [2.80, 2.89] over 2 scenarios'],
      ['spring-like', '0.93x [0.91, 0.95] over 2 scenarios'],
    ],
  );
  assert.deepEqual(reference, { at: 1, label: 'express' });
});
