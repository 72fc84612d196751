import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinesChart, RowsChart } from '../../../src/report/html/chart.js';
import { PLAIN_ROW } from '../../../src/report/html/chart.js';
import { drawChart } from '../../../src/report/html/draw-chart.js';
import { markAt } from '../../../src/report/html/marks.js';
import { rowsLayout } from '../../../src/report/html/rows-layout.js';

const NAMES = { id: 'f1', className: 'chart', label: 'Throughput of "a" & <b>' };
const ticks = [0, 10, 20].map((at) => ({ at, label: `${at}` }));
const AXIS = { scale: 'linear', name: 'answers', from: 0, to: 20, ticks } as const;

const LINES: LinesChart = {
  kind: 'lines',
  title: '',
  summary: 'up and down',
  x: AXIS,
  y: AXIS,
  lines: [0, 1].map((index) => ({
    name: `<line ${index}>`,
    mark: markAt(index),
    points: [
      { x: 0, y: 2 + index, isMarked: true },
      { x: 10, y: 18 },
      { x: 12, y: null },
      { x: 20, y: 6 },
    ],
    crosses: index === 0 ? [] : [{ x: 12, y: 9 }],
  })),
  bands: [{ from: 11, to: 13 }],
  rules: [{ axis: 'y', at: 10, label: '' }],
};

const ROWS: RowsChart = {
  kind: 'rows',
  form: 'dots',
  title: '',
  summary: 'a before b',
  x: AXIS,
  rows: ['a', '<script>b</script>'].map((label, index) => ({
    ...PLAIN_ROW,
    label,
    note: `${10 + index} & more`,
    mark: markAt(index),
    value: 10 + index,
    lower: 8,
    upper: 15,
    dots: [9, 12],
    band: { from: 9, to: 11 },
  })),
  ties: [{ from: 0, to: 1 }],
  reference: { at: 10, label: 'base' },
};

test('every colour of a drawing is a variable of the page, so that it follows light and dark', () => {
  for (const chart of [LINES, ROWS]) {
    const { html } = drawChart(chart, 860, NAMES);
    const colours = [...html.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour = '']) => colour);
    assert.ok(colours.length > 10);
    assert.deepEqual(
      [...new Set(colours)].filter((colour) => colour !== 'none' && !/^var\(--[a-z0-9]+\)$/.test(colour)),
      [],
    );
  }
});

test('shapes of a mark have its class and say whose they are, and no two marks look alike without their colours', () => {
  const { html } = drawChart(LINES, 860, NAMES);
  assert.match(html, /<path [^>]*class="t t0"><title>&lt;line 0&gt;<\/title><\/path>/);
  assert.match(html, /stroke-dasharray="7,4"[^>]*class="t t1"/);
  const looks = Array.from({ length: 30 }, (_, index) => markAt(index)).map(({ dash, symbol }) => `${dash} ${symbol}`);
  assert.equal(new Set(looks).size, 30);
});

test('what a drawing says is escaped, and its name and description are there for who cannot see it', () => {
  const { html } = drawChart(ROWS, 860, NAMES);
  assert.match(
    html,
    /^<svg class="chart" viewBox="0 0 860 \d+" role="img" aria-label="Throughput of &quot;a&quot; &amp; &lt;b&gt;" aria-describedby="f1"><desc id="f1">a before b<\/desc>/,
  );
  assert.ok(html.includes('>&lt;script&gt;b&lt;/script&gt;</text>'), html);
  assert.doesNotMatch(html, /<script|<style|ecmeta|zr\d/);
});

test('places lose decimals, words never do', () => {
  const rows = ROWS.rows.map((row) => ({ ...row, label: 'node 1.2345 zr0-x', note: '0.9971x [0.9951, 1.0019]' }));
  const { html } = drawChart({ ...ROWS, rows: rows.slice(0, 1), ties: [] }, 860, NAMES);
  assert.ok(html.includes('>node 1.2345 zr0-x</text>'), html);
  assert.ok(html.includes('>0.9971x [0.9951, 1.0019]</text>'), html);
  assert.doesNotMatch(html.replace(/>[^<]*</g, '><'), /\d\.\d{3}/);
});

test('the same chart is drawn the same however often, with ids of its own', () => {
  const first = drawChart(LINES, 860, NAMES).html;
  assert.equal(drawChart(LINES, 860, NAMES).html, first);
  const ids = [...drawChart(LINES, 860, { ...NAMES, id: 'other' }).html.matchAll(/id="([^"]*)"/g)].map(([, id]) => id!);
  assert.ok(
    ids.every((id) => id.startsWith('other')),
    ids.join(),
  );
  assert.equal(new Set(ids).size, ids.length);
});

test('a line is broken where a value is missing', () => {
  const { html } = drawChart(LINES, 860, NAMES);
  const [, path = ''] = /<path d="([^"]*)"[^>]*stroke="var\(--t0\)"/.exec(html) ?? [];
  assert.equal(path.match(/M/g)?.length, 2, html);
});

test('a thin line has hollow symbols and the colour of its mark, and says whose it is as the thick one does', () => {
  const [thick] = LINES.lines;
  const lines = [thick!, { ...thick!, part: 'p99', isThin: true as const }];
  const { html } = drawChart({ ...LINES, lines }, 860, NAMES);
  const strokes = [...html.matchAll(/<path [^>]*fill="none" stroke="var\(--t0\)"(?: stroke-width="([\d.]+)")?/g)];
  // Absent: 1.
  assert.deepEqual(
    strokes.map(([, width]) => width),
    ['1.8', undefined],
  );
  assert.match(
    html,
    /<path [^>]*fill="var\(--bg\)" stroke="var\(--t0\)"[^>]* class="t t0"><title>&lt;line 0&gt;<\/title>/,
  );
});

test('where there is little room names stand above their rows', () => {
  const wide = rowsLayout(ROWS, 860);
  const narrow = rowsLayout(ROWS, 360);
  assert.deepEqual([wide.noteOffset, narrow.noteOffset], [null, narrow.labelOffset]);
  assert.ok(narrow.height > wide.height);
  assert.ok(narrow.grid.left + narrow.grid.right < 60);
  const long = { ...ROWS, rows: ROWS.rows.map((row) => ({ ...row, label: 'node server.js '.repeat(20) })) };
  assert.ok(rowsLayout(long, 860).grid.left < 300);
  const both = rowsLayout(long, 360);
  assert.ok(both.noteOffset! > both.labelOffset && both.labelWidth < 360);
});

/** From where to where each dashed line goes that stands upright. */
function uprights(html: string): (readonly [from: number, to: number])[] {
  const paths = [...html.matchAll(/<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*stroke-dasharray="4,3"/g)];
  return paths.map(([, , from, , to]) => [Number(from), Number(to)] as const);
}

test('the line of the common value crosses no name and no note', () => {
  const long = { ...ROWS, rows: ROWS.rows.map((row) => ({ ...row, note: 'inconclusive '.repeat(4) })) };
  for (const chart of [ROWS, long]) {
    const { grid, height, labelOffset, noteOffset } = rowsLayout(chart, 360);
    const lines = uprights(drawChart(chart, 360, NAMES).html);
    assert.equal(lines.length, chart.rows.length);
    for (const [row, [from, to]] of lines.entries()) {
      const middle = grid.top + ((height - grid.top - grid.bottom) * (row + 0.5)) / chart.rows.length;
      for (const offset of [labelOffset, noteOffset!])
        assert.ok(from > middle + offset + 4, `${from} ${middle} ${offset}`);
      assert.ok(to > from && to < middle + (height - grid.top - grid.bottom) / chart.rows.length / 2, `${to}`);
    }
  }
  assert.equal(uprights(drawChart(ROWS, 860, NAMES).html).length, 1);
});

test('the name of an axis is told shorter where there is no room for it, and not cut', () => {
  const x = { ...AXIS, name: 'throughput against before, above 1 is better, logarithmic' };
  assert.ok(
    drawChart({ ...ROWS, x }, 860, NAMES).html.includes('>throughput against before, above 1 is better, logarithmic<'),
  );
  assert.ok(drawChart({ ...ROWS, x }, 360, NAMES).html.includes('>above 1 is better, log scale<'));
});
