import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../../src/model/report.js';
import { MOST_BYTES } from '../../../src/report/html/page.js';
import { verdictSentence } from '../../../src/report/html/verdict-sentence.js';
import { gateFailed, gateInvalid, gatePassed, hostileNames } from '../../helpers/gate-cases.js';
import { assertGolden } from '../../helpers/golden.js';
import {
  importAtManyRates,
  importReport,
  importSideBySide,
  importSingle,
  openResult,
} from '../../helpers/import-cases.js';
import { gateDied, gateOpen } from '../../helpers/judged-gates.js';
import { loadJudged, loadOk, loadOpen, loadUnanswered, loadWithErrors } from '../../helpers/load-cases.js';
import { largeRun, pageOf, wordsOf } from '../../helpers/pages.js';
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
} from '../../helpers/report-cases.js';
import { machineOf, warned } from '../../helpers/reports.js';
import { searchFound, searchSwept } from '../../helpers/search-cases.js';

const CASES: Readonly<Record<string, Report>> = {
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
  'load-ok': loadOk(),
  'load-open': loadOpen(),
  'load-with-errors': loadWithErrors(),
  'load-unanswered': loadUnanswered(),
  'load-judged': loadJudged(),
  'search-found': searchFound(),
  'search-swept': searchSwept(),
  'gate-passed': gatePassed(),
  'gate-failed': gateFailed(),
  'gate-invalid': gateInvalid(),
  'gate-open': gateOpen(),
  'gate-died': gateDied(),
  'import-side-by-side': importSideBySide(),
  'import-single': importSingle(),
  'import-at-many-rates': importAtManyRates(),
};

for (const [name, report] of Object.entries(CASES)) {
  test(`the page of ${name} is whole, prints no undefined number, and leads nowhere outside`, () => {
    const page = pageOf(report);
    assert.match(page, /^<!doctype html>\n<html lang="en">[\s\S]*<\/html>\n$/);
    assert.doesNotMatch(wordsOf(page), /NaN|null|undefined|Infinity|\[object/);
    assert.doesNotMatch(page, /NaN|Infinity|undefined/);
    assert.doesNotMatch(page, /<script|<link|<iframe|<img|\ssrc=|url\((?!#)|@import|\son\w+=/);
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    const anchors = [...page.matchAll(/(?:href="#|aria-describedby="|for=")([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(
      anchors.filter((id) => !ids.includes(id)),
      [],
    );
    assert.ok(Buffer.byteLength(page) < MOST_BYTES);
  });
}

test('a small page reads as its golden words do', () => {
  assertGolden('run-quick.page.txt', wordsOf(pageOf(quickRun())));
  assertGolden('load-open.page.txt', wordsOf(pageOf(loadOpen())));
  assertGolden('gate-fail.page.txt', wordsOf(pageOf(gateFailed())));
  assertGolden('import-side-by-side.page.txt', wordsOf(pageOf(importSideBySide())));
});

test('what keeps imported results from proving anything stands above their numbers, as in Markdown', () => {
  const [head = ''] = pageOf(importSideBySide()).split('</header>');
  assert.match(head, /<h1 class="skip">/, 'which is not the colour of what is well');
  const words = wordsOf(head);
  for (const warning of [
    'single runs of other tools: ',
    'loaded differently: ',
    'by different tools: ',
    'after: 12 ',
  ]) {
    assert.ok(words.includes(`Warning ${warning}`), words);
  }
});

test('a page of imported results tells which file each is, and not how long perfcmp took to read it', () => {
  const words = wordsOf(pageOf(importSideBySide()));
  assert.doesNotMatch(words, /took:|started with/);
  assert.match(words, /^machine: not known: files do not say where they were made$/m);
  assert.match(words, /^target \| from \| file \| URL$/m);
  assert.match(words, /^after \| wrk \| after\.txt \| http:\/\/127\.0\.0\.1:3000\/items$/m);
});

test('the ceiling of the generator is told for each size of answers, where there are several', () => {
  const base = threeTargets();
  const ceiling = { profile: 'c64', busy: 0.97 };
  const page = (ceilings: NonNullable<Report['plan']['ceilings']>): string =>
    wordsOf(pageOf({ ...base, plan: { ...base.plan, ceilings } }));
  const [small, large] = base.scenarios.map(({ name }) => name);
  assert.match(
    page([
      { ...ceiling, scenarios: [small!], throughputPerSec: 61_200 },
      { ...ceiling, scenarios: [large!], throughputPerSec: 8100 },
    ]),
    /^ceiling of the load generator: 61 200 req\/s at c64 for json\n8 100 req\/s at c64 for benchmark-no-wait$/m,
  );
  assert.match(
    page([{ ...ceiling, scenarios: [small!, large!], throughputPerSec: 61_200 }]),
    /^ceiling of the load generator: 61 200 req\/s at c64$/m,
  );
});

test('the page tells which modes were taken and why, and how quiet idle targets were', () => {
  const base = threeTargets();
  const page = (parts: Partial<Report['plan']>): string =>
    wordsOf(pageOf({ ...base, plan: { ...base.plan, ...parts } }));
  const plain = { mode: 'plain', reason: 'asked for', idleShare: { express: null, 'node-http': null } } as const;
  const quiet = { express: 0.0012, 'node-http': null };
  assert.match(
    page({ modeChoice: [plain], idleShare: quiet }),
    /^mode: plain: asked for\nCPU outside own slices: express 0\.1 %$/m,
  );
  const exclusive = {
    mode: 'exclusive',
    reason: 'node-http stalls',
    idleShare: { express: 0.001, 'node-http': 0.021 },
    thawStallMs: { express: 0.4, 'node-http': 7.25 },
  } as const;
  assert.match(
    page({ modeChoice: [plain, exclusive] }),
    /^mode: plain: asked for\nCPU outside own slices: express 0\.1 %, node-http 2\.1 %\nstalls when thawed: express 0\.4 ms, node-http 7\.3 ms\nexclusive: node-http stalls$/m,
  );
  assert.doesNotMatch(page({}), /^mode: /m);
});

test('imported latencies are said to be at the same rate only where they are', () => {
  const equal = { calm: openResult({ perSec: 500, p99: 4200 }), quick: openResult({ perSec: 501, p99: 900 }) };
  assert.match(wordsOf(pageOf(importReport(equal))), /^Latency p99 at the same rate /m);
  assert.match(wordsOf(pageOf(importSideBySide())), /^Latency p99 A single run has no interval\.$/m);
  const words = wordsOf(pageOf(importAtManyRates()));
  assert.doesNotMatch(words, /at the same rate /);
  assert.match(words, /^Latency p99 .*latencies at different rates do not compare\.$/m);
});

test('the sentence at the top is the verdict', () => {
  const sentences: readonly (readonly [Report, string])[] = [
    [
      quickRun(),
      'Against express: node-http faster (3.88x [3.51, 4.29], rough) and spring-like inconclusive (0.97x [0.87, 1.08])',
    ],
    [
      threeTargets(),
      'Against express over 2 scenarios: node-http 2.84x [2.80, 2.89] and spring-like 0.93x [0.91, 0.95]; single verdicts: 2 faster, 1 no difference, 1 slower',
    ],
    [invalidCell(), 'Against express: node-http faster (3.91x [3.80, 4.02]) and spring-like invalid'],
    [failedTarget(), 'spring-like failed: exited with code 1 before it answered GET /health within 10000 ms'],
    [loadOk(), '33 806 requests/sec, p50 225us, p99 2.51ms'],
    [searchFound(), 'p99<20ms and errors<0.1%: highest rate that keeps them: 10 000/s; 10 500/s broke p99<20ms (24ms)'],
    [gatePassed(), 'gate: pass: all 2 limits kept'],
  ];
  for (const [report, sentence] of sentences) assert.equal(verdictSentence(report), sentence);
});

test('verdicts of one target under several loads name the load', () => {
  const report = quickRun();
  const [first] = report.comparisons.filter(({ metric }) => metric === 'throughput');
  const comparisons = ['c16', 'c64'].map((profile) => ({ ...first!, profile }));
  assert.equal(
    verdictSentence({ ...report, comparisons }),
    'Against express: node-http under c16 faster (3.88x [3.51, 4.29], rough) and node-http under c64 faster (3.88x [3.51, 4.29], rough)',
  );
});

test('names and messages of targets are words on the page, wherever they stand', () => {
  const base = hostileNames();
  const attack = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;
  const message = `got ${attack}\u001b[2J`;
  const report: Report = {
    ...base,
    run: { ...base.run, argv: ['run', attack, '--path', "/'x"] },
    environment: { ...machineOf(base), cpuModel: attack, container: attack },
    targets: base.targets.map((target) => ({ ...target, command: attack, runtime: attack, version: attack })),
    warnings: [warned('warn', 'x', message), warned('invalid', 'y', message, { scenario: base.scenarios[0]!.name })],
  };
  const load = loadWithErrors();
  const topErrors = [{ kind: 'mismatch' as const, message, count: 3 }];
  const loaded: Report = {
    ...load,
    targets: load.targets.map((target) => ({ ...target, url: `http://x/${attack}` })),
    measurements: load.measurements.map((one) => ({ ...one, topErrors })),
  };
  for (const page of [pageOf(report), pageOf(loaded)]) {
    assert.doesNotMatch(page, /<script|<img/);
    assert.ok(!page.includes('\u001b'));
    // What is not a tag of ours has no business in the page.
    const tags = [...page.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag!.toLowerCase());
    assert.deepEqual(
      [...new Set(tags)].filter((tag) => !TAGS.has(tag)),
      [],
    );
    assert.ok(wordsOf(page).includes('<script>alert(1)</script>'));
  }
});

const TAGS = new Set(
  (
    'html head meta title style body header main footer section nav h1 h2 h3 h4 p b br ul li a time span div table thead ' +
    'tbody tr th td dl dt dd details summary figure figcaption fieldset legend label input pre code svg desc g path ' +
    'polyline rect circle line text defs clippath'
  ).split(' '),
);

test('a page of 17 targets stays under its weight with everything drawn', () => {
  const page = pageOf(largeRun(17, 2));
  assert.ok(Buffer.byteLength(page) < MOST_BYTES, `${Buffer.byteLength(page)}`);
  for (const title of [
    'Throughput',
    'Against framework-1',
    'Latency and CPU against framework-1',
    'Latency by percentile',
    'Throughput over time',
    'Warm-up',
  ]) {
    assert.equal(page.split(`<h3>${title}</h3>`).length - 1, 2, title);
  }
});

test('a page of many scenarios leaves charts out before tables, and says so', () => {
  const page = pageOf(largeRun(17, 24));
  assert.ok(Buffer.byteLength(page) < MOST_BYTES, `${Buffer.byteLength(page)}`);
  assert.equal(page.match(/<table>/g)!.length >= 24, true);
  assert.match(page, /Charts were left out to keep this page small/);
});

test('however much there is to remark, the page keeps its weight and says what it left out', () => {
  const warnings = Array.from({ length: 3000 }, (_, at) => warned('warn', `w${at}`, `${at} ${'long '.repeat(400)}`));
  const page = pageOf({ ...threeTargets(), warnings });
  assert.ok(Buffer.byteLength(page) < MOST_BYTES);
  assert.match(page, /2801 more are in the JSON report/);
});
