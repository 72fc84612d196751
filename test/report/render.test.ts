import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { analyseRun } from '../../src/analysis/analyse-run.js';
import type { Report } from '../../src/model/report.js';
import { fullName } from '../../src/report/columns.js';
import type { RenderOptions } from '../../src/report/options.js';
import { renderReport } from '../../src/report/render.js';
import { syntheticRun } from '../helpers/events.js';
import { loadOk, loadOpen, loadReport, loadWithErrors } from '../helpers/load-cases.js';
import { pageOf, wordsOf } from '../helpers/pages.js';
import { syntheticScenario } from '../helpers/recordings.js';
import { equalLoad, failedTarget, invalidCell, threeTargets, twoInconclusive } from '../helpers/report-cases.js';
import { NO_ERRORS, warned } from '../helpers/reports.js';

const OPTIONS = { width: 100, color: false, unicode: true, latency: false, storedAs: null };
const GREEN = '\u001b[32m';
const RED = '\u001b[31m';

test('colour changes no character of the text', () => {
  for (const report of [threeTargets(), invalidCell(), failedTarget(), loadWithErrors()]) {
    const colored = renderReport(report, 'text', { ...OPTIONS, color: true });
    const plain = renderReport(report, 'text', OPTIONS);
    assert.notEqual(colored, plain);
    assert.equal(stripVTControlCharacters(colored), plain);
  }
});

test('a result is coloured, an inconclusive one never like a result', () => {
  const results = renderReport(threeTargets(), 'text', { ...OPTIONS, color: true });
  assert.ok(results.includes(`${GREEN}3.91x [3.80, 4.02]  faster`));
  assert.ok(results.includes(`${RED}0.89x [0.86, 0.91]  slower`));
  const undecided = renderReport(twoInconclusive(), 'text', { ...OPTIONS, color: true });
  assert.ok(!undecided.includes(GREEN) && !undecided.includes(RED));
});

test('a run of one target does not say how it shared the time with others', () => {
  const two = twoInconclusive();
  const line = (report: Report): string | undefined =>
    renderReport(report, 'text', { ...OPTIONS, width: 200 })
      .split('\n')
      .find((one) => one.includes('slices of'));
  assert.match(line(two) ?? '', /slices of 100 to 130 ms a target, interleaved, idle ones frozen {3}/);
  const one = { ...two, targets: two.targets.slice(0, 1) };
  for (const mode of ['plain', 'freeze', 'exclusive'] as const) {
    assert.match(line({ ...one, plan: { ...one.plan, mode } }) ?? '', /slices of 100 to 130 ms {3}/);
  }
});

test('a load says whose CPU it tells, and that waiting for arrivals takes some', () => {
  const lines = (report: Report): string[] =>
    renderReport(report, 'text', OPTIONS)
      .split('\n')
      .flatMap((line, at, all) => (line.startsWith(' generator') ? [line, all[at + 1] ?? ''] : []))
      .map((line) => line.trim());
  const closed = loadOk();
  const twoThreads = closed.measurements.map((one) => ({ ...one, generator: { ...one.generator, threads: 2 } }));
  assert.equal(lines(closed)[0], 'generator     socket, 1 thread: busy 83 % of the time, 8.3 s of its own CPU');
  assert.equal(
    lines({ ...closed, measurements: twoThreads })[0],
    'generator     socket, 2 threads: the busiest 83 % of the time, 8.3 s of their own CPU',
  );
  assert.deepEqual(lines(loadOpen()), [
    'generator     socket, 1 thread: busy 83 % of the time, 8.3 s of its own CPU',
    'waiting awake for arrivals takes CPU, and does not count as busy',
  ]);
});

test('the last line says how the run is shown again: on a terminal as a page, an older one by its id', () => {
  const lastLine = (options: Partial<RenderOptions>): string | undefined =>
    renderReport(threeTargets(), 'text', { ...OPTIONS, storedAs: '20261122-1031-7f3a', ...options })
      .trimEnd()
      .split('\n')
      .at(-1);
  const stored = ' stored as 20261122-1031-7f3a; perfcmp report';
  assert.deepEqual(
    [{}, { isOlder: true }, { isOnTerminal: true }, { isOnTerminal: true, isOlder: true, width: 120 }].map(lastLine),
    [
      `${stored} last --output report.md`,
      `${stored} 20261122-1031-7f3a --output report.md`,
      `${stored} --open shows it as a page`,
      `${stored} 20261122-1031-7f3a --open shows it as a page`,
    ],
  );
});

test('a target that cannot see its server has no empty columns for it', () => {
  const report = threeTargets();
  const blind: Report = {
    ...report,
    targets: report.targets.map((target) => ({ ...target, peakRssBytes: null })),
    measurements: report.measurements.map((measurement) => ({ ...measurement, server: null })),
  };
  const text = renderReport(blind, 'text', { ...OPTIONS, width: 160 });
  assert.doesNotMatch(text, /cpu\/req {2}|rss|server/);
  assert.match(text, /latency\n rank {2}target/);
});

test('each table says how its own load was sliced, where that is not what the first lines say', () => {
  const report = threeTargets();
  const [profile] = report.profiles;
  const [scenario] = report.scenarios;
  const profiles = ['usual', 'slow', 'batch'].map((name) => ({ ...profile!, name }));
  const paces = [
    { profile: 'slow', blocks: 4, sliceMs: 1000 },
    { profile: 'batch', blocks: 3, sliceMs: null },
  ];
  const text = renderReport({ ...report, profiles, scenarios: [{ ...scenario!, paces }] }, 'text', OPTIONS);
  assert.equal(text.match(/4 slices of 1 000 to 1 300 ms/g)?.length, 1, text);
  assert.equal(text.match(/3 requests a launch, each alone/g)?.length, 1, text);
});

test('connections that no request was left for are not said to have been used', () => {
  const all = loadReport({ requests: { sent: 338_074, measured: 338_064, ok: 338_064, failed: 0, inFlightAtEnd: 10 } });
  const few = loadReport({ requests: { sent: 3, measured: 3, ok: 3, failed: 0, inFlightAtEnd: 0 } });
  assert.match(renderReport(all, 'text', OPTIONS), /0 reopened; [\d.]+ of 10 requests in flight on average\n/);
  assert.match(renderReport(few, 'text', OPTIONS), /0 reopened\n/);
});

test('columns that there is no room for are named once below their table, with the width that shows all', () => {
  const linesAt = (report: Report, width: number): string[] =>
    renderReport(report, 'text', { ...OPTIONS, width })
      .split('\n')
      .filter((line) => line.includes('too narrow for'));
  const [line = '', ...more] = linesAt(threeTargets(), 80);
  const [, names, width] = /^ {3}too narrow for (.*) \((\d+) columns show all\)$/.exec(line) ?? [];
  // No request failed: a column of zeros is nothing to miss.
  assert.equal(names, 'avg, p50, max, cpu/req, rss, cores');
  assert.deepEqual(more, []);
  assert.deepEqual(linesAt(threeTargets(), Number(width)), []);
  assert.equal(linesAt(threeTargets(), Number(width) - 1).length, 1);
  assert.deepEqual(linesAt(loadOk(), 80), []);
  const dim = renderReport(threeTargets(), 'text', { ...OPTIONS, width: 80, color: true });
  assert.ok(dim.includes(`\u001b[2m${line.trimStart()}\u001b[22m`));
});

test('of two columns of one name the one that there is no room for is told apart, once for each kind of load', () => {
  const text = renderReport(equalLoad(), 'text', { ...OPTIONS, width: 80 });
  assert.deepEqual(
    text.match(/too narrow for .*/g)?.map((line) => line.replace(/ \(\d+/, ' (N')),
    [
      'too narrow for avg, p50, max, cpu/req, rss, cores (N columns show all)',
      // The rest is on the next line.
      'too narrow for offered, p90, p99.9, max, service p99, cpu/req, rss (N',
    ],
  );
});

test('errors keep their column however narrow the terminal is', () => {
  const text = renderReport(invalidCell(), 'text', { ...OPTIONS, width: 60 });
  assert.match(text, /target +req\/s +errors +against express/);
  assert.match(text, /1 207 +invalid: too many errors/);
});

/** A run of one target, whatever the plan calls it. */
function loneTarget(): Report {
  const report = threeTargets();
  return {
    ...report,
    targets: report.targets.slice(0, 1),
    measurements: report.measurements.filter(({ target }) => target === 'node-http'),
    rankings: report.rankings.map((ranking) => ({ ...ranking, ranks: ranking.ranks.slice(0, 1) })),
    comparisons: [],
    overall: [],
    plan: { ...report.plan, baseline: 'node-http' },
  };
}

test('a lone target has no rank and is compared with nothing, in every format that people read', () => {
  const lone = loneTarget();
  assert.doesNotMatch(renderReport(lone, 'csv', OPTIONS), /^[^,]*,json,c64,,/m, 'there is a rank to be left out');
  const rendered = (['text', 'markdown', 'github-summary'] as const).map((format) =>
    renderReport(lone, format, { ...OPTIONS, width: 160 }),
  );
  for (const words of [...rendered, wordsOf(pageOf(lone))]) {
    assert.doesNotMatch(words, /\brank\b|against (?:node|express)|baseline|outcome/i);
  }
  const [first] = lone.measurements;
  assert.match(
    renderReport({ ...lone, measurements: [first!] }, 'github-summary', OPTIONS),
    /^### perfcmp run: node-http: 24 310 requests\/sec, p50 2\.49ms, p99 4\.08ms$/m,
  );
  assert.match(wordsOf(pageOf(lone)), /^node-http: json 24 310 requests\/sec, benchmark-no-wait 9 120 requests\/sec$/m);
});

test('what became of a lone target that failed is told without a baseline', () => {
  const lone = loneTarget();
  const failed = { ...lone, targets: lone.targets.map((target) => ({ ...target, failure: 'gone', startupMs: null })) };
  const text = renderReport(failed, 'text', { ...OPTIONS, width: 160 });
  assert.match(text, / outcome\n.* did not start\n/);
  assert.doesNotMatch(text, /\brank\b|against/);
});

test('a missing baseline is said to be the reason for missing verdicts', () => {
  const report = threeTargets();
  const orphaned: Report = {
    ...report,
    measurements: report.measurements.filter(({ target }) => target !== 'express'),
    comparisons: [],
  };
  const text = renderReport(orphaned, 'text', OPTIONS);
  assert.match(text, /! no verdicts: the baseline express was not measured/);
  assert.match(text, /node-http 20\.20\.2 .* n\/a\n/);
});

test('of a baseline that was named and failed the notes say what to do', () => {
  const report = threeTargets();
  const targets = report.targets.map((target) => (target.name === 'express' ? { ...target, failure: 'gone' } : target));
  const text = renderReport({ ...report, targets }, 'text', { ...OPTIONS, width: 200 });
  assert.match(text, /! no verdicts: the baseline express failed; leave out --baseline, or name one .* node-http\n/);
});

test('words from a server cannot steer the terminal or the page', () => {
  const report = {
    ...loadOk(),
    warnings: [warned('warn', 'x', 'got \u001b[2J<script>|`')],
  };
  assert.ok(!renderReport(report, 'text', OPTIONS).includes('\u001b'));
  assert.ok(!renderReport(report, 'wrk', OPTIONS).includes('\u001b'));
  assert.ok(renderReport(report, 'markdown', OPTIONS).includes('&lt;script>\\|\\`'));
});

test('markdown keeps its tables and stays under 60 KiB whatever there is to remark', () => {
  const warnings = Array.from({ length: 3000 }, (_, index) => warned('invalid', 'x', `${index} ${'long '.repeat(40)}`));
  const page = renderReport({ ...threeTargets(), warnings }, 'markdown', OPTIONS);
  assert.ok(Buffer.byteLength(page) < 60 * 1024);
  assert.match(page, /\| 1 \| node-http 20\.20\.2 \| 24 310 \|/);
  assert.match(page, /the JSON report has all of it/);
});

test('csv quotes what RFC 4180 says must be quoted and ends its lines in CRLF', () => {
  const report = threeTargets();
  const name = 'node "a", b';
  const renamed = {
    ...report,
    targets: report.targets.map((target) => (target.name === 'node-http' ? { ...target, name } : target)),
    measurements: report.measurements.map((one) => (one.target === 'node-http' ? { ...one, target: name } : one)),
  };
  const lines = renderReport(renamed, 'csv', OPTIONS).split('\r\n');
  assert.equal(lines.length, 8);
  assert.equal(lines[7], '');
  assert.ok(lines.some((line) => line.includes(',"node ""a"", b",20.20.2,,24310,')));
});

test('csv has one record for each measurement and as many fields in each as names', () => {
  const [names = '', ...records] = renderReport(failedTarget(), 'csv', OPTIONS).trimEnd().split('\r\n');
  assert.equal(records.length, 3);
  for (const record of records) assert.equal(record.split(',').length, names.split(',').length);
});

test('a target that was never loaded has no errors to count, here or for machines', () => {
  const [, last] = renderReport(failedTarget(), 'text', { ...OPTIONS, width: 160 }).match(/(spring-like .*)\n/) ?? [];
  assert.match(last ?? '', /^spring-like \(NestJS 12\.5\.1\)( +-){10} +did not start$/);
  const [names = '', ...records] = renderReport(failedTarget(), 'csv', OPTIONS).trimEnd().split('\r\n');
  const errors = names.split(',').indexOf('errors_count');
  assert.deepEqual(
    records.map((record) => record.split(',')[errors]),
    ['0', '0', ''],
  );
});

test('the last column says what became of a target that failed, the baseline too', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000, failsInLaunch: 1 },
    { name: 'fastify', throughputPerSec: 6000 },
    { name: 'koa', throughputPerSec: 6000, failsInLaunch: 3 },
  ];
  const report = analyseRun(syntheticRun({ targets, launches: 3, blocks: 3 }), { toolVersion: '0.1.0' });
  const text = renderReport(report, 'text', OPTIONS);
  assert.match(text, /express 1\.0\.0 .* did not start\n/);
  assert.match(text, /koa 1\.0\.0 .* died\n/);
  assert.match(text, /fastify 1\.0\.0 .* invalid: baseline failed\n/);
  assert.doesNotMatch(text, /koa invalid/);
});

test('a run that was interrupted before its first slice has one line instead of tables, claims and verdicts', () => {
  const claims = [
    { kind: 'unmeasured', id: 'x', text: 'it scales', source: 'us', claimed: null, why: 'none' },
  ] as const;
  const options = { interruptedAfter: { launch: 1, blocks: 0 }, plan: { claims } };
  const report = analyseRun(syntheticRun(options), { toolVersion: '0.1.0' });
  for (const format of ['text', 'markdown'] as const) {
    const text = renderReport(report, format, OPTIONS);
    assert.match(text, /interrupted by SIGINT after 0 of 5 launches; nothing was measured yet/);
    assert.doesNotMatch(text, /n\/a|inconclusive|rough|GET|it scales/, text);
  }
});

test('where nothing was compared there is no verdict', () => {
  const options = { interruptedAfter: { launch: 1, blocks: 1 } };
  const report = analyseRun(syntheticRun(options), { toolVersion: '0.1.0' });
  assert.equal(report.comparisons[0]?.ratio.value, null);
  assert.match(renderReport(report, 'text', OPTIONS), /fastify 1\.0\.0 .* n\/a\n/);
  assert.doesNotMatch(renderReport(report, 'csv', OPTIONS), /inconclusive/);
});

test('a target that does not implement a scenario says so in its row, in every format', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'fastify', throughputPerSec: 6000, scenarios: ['json'] },
  ];
  const scenarios = [syntheticScenario('json'), syntheticScenario('cached')];
  const report = analyseRun(syntheticRun({ targets, scenarios, launches: 2, blocks: 3 }), { toolVersion: '0.1.0' });
  const [, cached = ''] = renderReport(report, 'text', OPTIONS).split('\ncached ');
  assert.match(cached, /fastify 1\.0\.0( +-)+ +not implemented\n/);
  assert.match(renderReport(report, 'markdown', OPTIONS), /\| fastify 1\.0\.0 \|( - \|)+ not implemented \|/);
  const records = renderReport(report, 'csv', OPTIONS).trimEnd().split('\r\n');
  assert.deepEqual(
    records.filter((record) => record.includes('not-implemented')).map((record) => record.split(',')[1]),
    ['cached'],
  );
  assert.equal(records.length, 5);
  assert.deepEqual(
    report.scenarios.map(({ notImplementedBy }) => notImplementedBy),
    [undefined, ['fastify']],
  );
});

test('a run whose end is missing is not said to be interrupted by anything', () => {
  const report = { ...threeTargets(), run: { ...threeTargets().run, interrupted: 'unknown' } };
  const text = renderReport(report, 'text', OPTIONS);
  assert.match(text, / ! ended without a word \(crashed or killed\) after 5 of 5 launches; what was measured is shown/);
});

test('a load is headed by what was really asked, on a socket too', () => {
  const report = loadOk();
  const [scenario] = report.scenarios;
  const headOf = (url: string, format: 'text' | 'wrk'): string => {
    const targets = report.targets.map((target) => ({ ...target, url }));
    const asked = { ...report, targets, scenarios: [{ ...scenario!, path: '/items?page=2' }] };
    return renderReport(asked, format, OPTIONS).split('\n')[0] ?? '';
  };
  assert.match(
    headOf('http://127.0.0.1:3000/', 'text'),
    /^perfcmp load {3}http:\/\/127\.0\.0\.1:3000\/items\?page=2 {3}/,
  );
  assert.match(
    headOf('unix:/run/server.sock', 'text'),
    /^perfcmp load {3}unix:\/run\/server\.sock \/items\?page=2 {3}/,
  );
  assert.match(headOf('http://127.0.0.1:3000/', 'wrk'), /test @ http:\/\/127\.0\.0\.1:3000\/items\?page=2$/);
});

test('a load that could send nothing does not count failed requests', () => {
  const refused = loadReport({
    requests: { sent: 0, measured: 0, ok: 0, failed: 0, inFlightAtEnd: 0 },
    errors: { ...NO_ERRORS, connect: 40 },
    topErrors: [{ kind: 'connect', message: 'connect ECONNREFUSED 127.0.0.1:3000', count: 40 }],
  });
  const text = renderReport(refused, 'text', OPTIONS);
  assert.match(text, / errors +no request could be sent: connect 40\n +40 x connect ECONNREFUSED 127\.0\.0\.1:3000\n/);
});

test('a target is named with its framework where its title tells it', () => {
  const [, , target] = threeTargets().targets;
  const named = (changes: Partial<Report['targets'][number]>) => fullName({ target: { ...target!, ...changes } });
  assert.equal(named({}), 'spring-like (NestJS 12.5.1)');
  assert.equal(named({ version: null }), 'spring-like (NestJS)');
  assert.equal(named({ title: 'Spring-like' }), 'spring-like 12.5.1');
  assert.equal(named({ title: 'Spring-like', version: null }), 'spring-like');
  assert.equal(named({ kind: 'command', name: 'f()', title: 'f(x)', version: null }), 'f()');
});

test('how rare a stall may be to be missed is said once for the cell with the least load, in a line of its own', () => {
  const report = threeTargets();
  const [first, ...others] = report.measurements;
  const uneven = { ...report, measurements: [{ ...first!, loadedSeconds: 4.5 }, ...others] };
  const line = ' · stalls rarer than one in 1.5 s of load go unseen; max is the longest seen';
  assert.equal(renderReport(uneven, 'text', { ...OPTIONS, width: 80 }).split(line).length, 2);
  assert.doesNotMatch(renderReport(loadOk(), 'text', OPTIONS), /stalls/);
});

test('json has the same members in the same order whoever built the report', () => {
  const report = threeTargets();
  const shuffled = Object.fromEntries(Object.entries(report).reverse()) as unknown as Report;
  assert.equal(renderReport(shuffled, 'json', OPTIONS), renderReport(report, 'json', OPTIONS));
});

test('what stands as the failure of a target is not said again as a warning', () => {
  const report = failedTarget();
  const message = report.targets.find(({ name }) => name === 'spring-like')?.failure ?? '';
  const repeated = { ...report, warnings: [warned('invalid', 'target-failed', message, { target: 'spring-like' })] };
  assert.equal(renderReport(repeated, 'text', OPTIONS), renderReport(report, 'text', OPTIONS));
});

test('what the analysis makes of an interrupted run with a failing target is shown without an undefined number', () => {
  const targets = [
    { name: 'express', throughputPerSec: 6000 },
    { name: 'fastify', throughputPerSec: 9000, failedShare: 0.1 },
    { name: 'koa', throughputPerSec: 7000, failsInLaunch: 1 },
  ];
  const events = syntheticRun({ targets, interruptedAfter: { launch: 2, blocks: 3 } });
  const report = analyseRun(events, { toolVersion: '0.1.0' });
  for (const format of ['text', 'markdown', 'csv', 'wrk'] as const) {
    const output = renderReport(report, format, OPTIONS);
    assert.match(output, /fastify/);
    assert.doesNotMatch(output, /NaN|null|undefined|Infinity/);
  }
});

test('a load that ended before its time says how long it was', () => {
  const report = loadOk();
  const early: Report = {
    ...report,
    run: { ...report.run, seconds: 0.781 },
    plan: { ...report.plan, sliceMs: 10_000 },
  };
  assert.match(renderReport(early, 'text', OPTIONS), /^781 ms of 10 s after 1 s of warm-up/m);
});
