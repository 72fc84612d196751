import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { EXIT } from '../../../src/errors.js';
import type { Measurement } from '../../../src/model/measurement.js';
import type { Report } from '../../../src/model/report.js';
import { MOST_BYTES } from '../../../src/report/html/page.js';
import { createSandbox, fixture } from '../../e2e/program.js';
import { reportIn } from '../../e2e/reports.js';
import { findBrowser } from '../../helpers/browser.js';
import { gateFailed } from '../../helpers/gate-cases.js';
import { importSideBySide } from '../../helpers/import-cases.js';
import { loadOpen } from '../../helpers/load-cases.js';
import { largeRun, pageOf } from '../../helpers/pages.js';
import { claimedRun, equalLoad } from '../../helpers/report-cases.js';
import { searchFound } from '../../helpers/search-cases.js';

const executablePath = findBrowser();
const skip = executablePath === null && 'needs Chromium: on PATH, or named by PERFCMP_TEST_BROWSER';
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const REPORTS: Readonly<Record<string, () => Report>> = {
  run: () => largeRun(4, 1),
  'open-loop': equalLoad,
  load: loadOpen,
  search: searchFound,
  gate: gateFailed,
  'run with claims': claimedRun,
  'comparison of imported results': importSideBySide,
};

/** Shorter than any real one, with every chart; the machine has no say in whether it is seen through. */
const SHORT_RUN = [
  ...['slow', 'fast'].map((label) => `${label}=DELAY_MS=${label === 'slow' ? 8 : 4} ${fixture('server.mjs')}`),
  ...['--quick', '--output', 'report.html,report.md,report.json', '-c', '8', '--mode', 'plain'],
  ...['--launches', '1', '--blocks', '6', '--slice', '50ms', '--warmup', '700ms'],
];

/** The charts of a run, and what a target has in each; a busy machine may leave it too few answers for one of them. */
const CHARTS_OF_A_RUN: Readonly<Record<string, (measured: Measurement) => boolean>> = {
  throughput: ({ throughput }) => throughput.value !== null,
  percentiles: ({ latencyUs }) => latencyUs.p50 !== null,
  'server .panel:nth-child(1)': ({ server }) => (server?.cpuPerRequestUs ?? null) !== null,
  'server .panel:nth-child(2)': ({ server }) => (server?.peakRssBytes ?? null) !== null,
  'throughput-course': () => true,
  'latency-course': ({ series }) => series.some(({ p50Us }) => p50Us !== null),
  'warm-up': ({ warmup }) => warmup.length > 1,
};

/** What axe says of a page, a line for each fault; of the same page in other colours only what colours can do wrong. */
const axe = (options: string): string =>
  `axe.run(document, { resultTypes: ['violations'], ${options} }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)).join(' | ')))`;

/** Words of charts that leave them or lie on one another, a line for each fault. */
const overlaps = `(() => {
  const faults = [];
  for (const svg of document.querySelectorAll('svg.chart')) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    const scale = frame.width / svg.viewBox.baseVal.width;
    texts.forEach(({ text, box }, at) => {
      if (box.left < frame.left - 2 || box.right > frame.right + 2) faults.push(svg.getAttribute('aria-label') + ': ' + text + ' leaves it');
      for (const other of texts.slice(at + 1)) {
        const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (width > 1 && height > 4 * scale) faults.push(svg.getAttribute('aria-label') + ': ' + text + ' on ' + other.text);
      }
    });
  }
  return faults;
})()`;

/** Tables that a window of this width has no room for. */
const scrolling = `[...document.querySelectorAll('section > .scroll')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((table) => table.getAttribute('aria-label') + ': ' + table.scrollWidth + ' in ' + table.clientWidth)`;

describe('in a browser', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-page-'));
  let browser: Browser;
  // One for all: a window of its own for each costs more than what is looked at in it.
  let page: Page;
  let session: CDPSession;
  /** Everything that a page asked the network for, and everything it complained of. */
  let seen: string[] = [];

  before(async () => {
    for (const [name, report] of Object.entries(REPORTS)) writeFileSync(join(folder, `${name}.html`), pageOf(report()));
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage();
    session = await page.context().newCDPSession(page);
    page.on('console', (message) => seen.push(message.text()));
    page.on('pageerror', (error) => seen.push(error.message));
    page.on('request', (request) => seen.push(request.url()));
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page in a light and wide window. */
  async function open(name: string, { hasScripts = true } = {}): Promise<void> {
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.emulateMedia({ colorScheme: 'light', media: null });
    await session.send('Emulation.setScriptExecutionDisabled', { value: !hasScripts });
    seen = [];
    await page.goto(addressOf(name));
  }

  function addressOf(name: string): string {
    return pathToFileURL(join(folder, `${name}.html`)).href;
  }

  async function assertQuietAndAccessible(name: string): Promise<void> {
    await open(name);
    await page.evaluate(axeSource);
    assert.deepEqual(await page.evaluate<string[]>(axe('')), []);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(
      await page.evaluate<string[]>(axe("runOnly: ['color-contrast', 'link-in-text-block']")),
      [],
      'dark',
    );
    assert.deepEqual(seen, [addressOf(name)]);
    await page.emulateMedia({ colorScheme: 'light' });
  }

  async function assertLaidOut(): Promise<void> {
    assert.deepEqual(await page.evaluate<string[]>(overlaps), [], 'wide');
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.deepEqual(await page.evaluate<string[]>(scrolling), [], '1280');
    assert.equal(await page.evaluate<number>('document.documentElement.scrollWidth'), 1280);
    await page.setViewportSize({ width: 390, height: 800 });
    assert.deepEqual(await page.evaluate<string[]>(overlaps), [], 'narrow');
    assert.equal(await page.evaluate<number>('document.documentElement.scrollWidth'), 390);
    const wide = await page.locator('svg.wide:visible').count();
    assert.deepEqual([wide, (await page.locator('svg.narrow:visible').count()) > 0], [0, true]);
  }

  for (const name of Object.keys(REPORTS)) {
    // One page for both: to load it, and axe, costs more than to look at it.
    test(`the page of a ${name} asks for nothing, complains of nothing, is accessible in light and dark, keeps the words of its charts apart, and has drawings of its own for a narrow screen`, async () => {
      await assertQuietAndAccessible(name);
      await assertLaidOut();
    });
  }

  test('a real run writes page, Markdown and JSON at once; its page has every chart, and is as quiet, accessible and small', async () => {
    const sandbox = createSandbox();
    const shapes: (readonly [chart: string, mark: number])[] = [];
    try {
      const { code, stderr } = await sandbox.runHere(['run', ...SHORT_RUN]);
      assert.ok(code === EXIT.ok || code === EXIT.invalid, stderr);
      const read = (ending: string): string => readFileSync(join(sandbox.folder, `report.${ending}`), 'utf8');
      const { measurements, comparisons } = reportIn(read('json'));
      // What is invalid has no place on a scale.
      const [verdict] = comparisons.flatMap((one) => (one.metric === 'throughput' ? one.verdict : []));
      if (verdict !== 'invalid') shapes.push(['ratios', 1]);
      for (const [chart, isIn] of Object.entries(CHARTS_OF_A_RUN)) {
        shapes.push(...measurements.flatMap((one, mark) => (isIn(one) ? [[chart, mark] as const] : [])));
      }
      assert.deepEqual(
        measurements.map(({ target, series }) => [target, series.length]),
        [
          ['slow', 6],
          ['fast', 6],
        ],
      );
      assert.match(read('md'), / \| fast /);
      copyFileSync(join(sandbox.folder, 'report.html'), join(folder, 'real.html'));
      assert.ok(Buffer.byteLength(read('html')) < MOST_BYTES);
    } finally {
      sandbox.remove();
    }
    await assertQuietAndAccessible('real');
    for (const [chart, mark] of shapes) {
      // A line of a single point has no extent: its symbol is seen.
      const seen = page.locator(`#s1-${chart} svg:not(.narrow) .t${mark}:visible`);
      assert.ok((await seen.count()) > 0, `${chart} ${mark}`);
    }
  });

  test('every chart of a run is there, with a shape for each target, and the numbers behind it unfold', async () => {
    await open('run', { hasScripts: false });
    const titles = await page.locator('#s1 figure h3').allTextContents();
    assert.deepEqual(titles, [
      'Throughput',
      'Against framework-1',
      'Latency and CPU against framework-1',
      'Latency by percentile',
      'CPU and memory of the servers',
      'Throughput over time',
      'Latency over time',
      'Warm-up',
    ]);
    for (const name of ['throughput', 'percentiles', 'throughput-course', 'latency-course', 'warm-up']) {
      const chart = page.locator(`#s1-${name} svg.wide`);
      assert.ok(await chart.isVisible(), name);
      for (const mark of [0, 1, 2, 3]) assert.ok((await chart.locator(`.t${mark}`).count()) > 0, `${name} ${mark}`);
      const box = await chart.boundingBox();
      assert.ok(box !== null && box.width > 700 && box.height > 100, name);
    }
    const numbers = page.locator('#s1-throughput details');
    assert.equal(await numbers.locator('table').isVisible(), false);
    await numbers.locator('summary').click();
    const first = await numbers.locator('tbody tr').first().locator('th, td').allTextContents();
    assert.deepEqual(first, ['framework-1 1.0.0', '1', '60 000', '58 800', '61 200']);
  });

  test('a disturbed slice is shaded from top to bottom, in the colour of the scheme', async () => {
    await open('run');
    for (const name of ['throughput-course', 'latency-course']) {
      const selector = `#s1-${name} svg.wide [fill="var(--shade)"]`;
      const shade = page.locator(selector);
      assert.equal(await shade.count(), 1, name);
      const box = await shade.boundingBox();
      assert.ok(box !== null && box.width > 2 && box.height > 100, JSON.stringify(box));
      const colour = (): Promise<string> =>
        page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).fill`);
      assert.equal(await colour(), 'rgb(246, 228, 210)');
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.equal(await colour(), 'rgb(69, 52, 32)');
      await page.emulateMedia({ colorScheme: 'light' });
    }
  });

  test('colours of charts follow the scheme, and paper is light', async () => {
    await open('run');
    const colour = (): Promise<string> =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('#s1-percentiles svg.wide .t1')).stroke`);
    const light = await colour();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await colour();
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    assert.notEqual(dark, light);
    assert.equal(await colour(), light);
    assert.equal(await page.locator('#s1-percentiles svg.narrow').isVisible(), false);
  });

  test('on paper every verdict is there, and what was folded away is not', async () => {
    await open('open-loop');
    await page.emulateMedia({ media: 'print' });
    for (const section of ['#s1', '#s2']) {
      const verdicts = page.locator(`${section} dl.also dd`);
      assert.ok((await verdicts.count()) > 0 && (await verdicts.first().isVisible()), section);
      assert.equal(await page.locator(`${section}-throughput details`).isVisible(), false);
    }
  });

  test('a target can be brought forward in all charts of its section, without a script', async () => {
    await open('run', { hasScripts: false });
    const opacity = (mark: number): Promise<string> =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('#s1-warm-up svg.wide .t${mark}')).opacity`);
    await page.locator('#s1 .key label', { hasText: 'framework-2' }).click();
    await page.mouse.move(0, 0);
    assert.deepEqual([await opacity(1), await opacity(2)], ['1', '0.13']);
  });
});
