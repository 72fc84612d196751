import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Screen } from '../../src/cli/progress/screen.js';
import { VirtualTerminal } from '../helpers/virtual-terminal.js';

/** A screen on a terminal of 40 columns and 10 rows. */
function open() {
  const terminal = new VirtualTerminal(40, 10);
  const writes: string[] = [];
  const size = { columns: 40, rows: 10 };
  const screen = new Screen({
    get columns() {
      return size.columns;
    },
    write(text) {
      writes.push(text);
      terminal.write(text);
      return true;
    },
  });
  const seen = async (): Promise<string[]> => {
    await terminal.settled();
    return terminal.screen().filter((line) => line !== '');
  };
  const resize = async (columns: number, rows = size.rows): Promise<void> => {
    await terminal.settled();
    terminal.resize(columns, rows);
    Object.assign(size, { columns, rows });
  };
  return { terminal, writes, screen, seen, resize };
}

test('lines are drawn over those before, however many these were', async () => {
  const { screen, seen } = open();
  screen.draw(['one of three', 'two', 'three']);
  assert.deepEqual(await seen(), ['one of three', 'two', 'three']);
  screen.draw(['one']);
  assert.deepEqual(await seen(), ['one']);
  screen.draw(['one', 'two']);
  assert.deepEqual(await seen(), ['one', 'two']);
});

test('what is said stays above the lines', async () => {
  const { screen, seen } = open();
  screen.draw(['view']);
  screen.draw(['view', 'of two'], ['built', 'failed']);
  screen.draw(['view'], ['ended']);
  assert.deepEqual(await seen(), ['built', 'failed', 'ended', 'view']);
  screen.clear();
  assert.deepEqual(await seen(), ['built', 'failed', 'ended']);
});

test('at the foot of a full terminal lines are drawn again without scrolling it', async () => {
  const { terminal, screen, seen } = open();
  for (let line = 1; line <= 12; line += 1) terminal.write(`shell ${line}\n`);
  screen.draw(['a', 'b', 'c']);
  await seen();
  const { scrolledRows } = terminal;
  for (let frame = 0; frame < 20; frame += 1) screen.draw([`a ${frame}`, 'b', 'c']);
  assert.deepEqual((await seen()).slice(-4), ['shell 12', 'a 19', 'b', 'c']);
  assert.equal(terminal.scrolledRows, scrolledRows);
});

test('a frame is one write that lets a terminal show it at once, and ends with line wrap on', () => {
  const { writes, screen } = open();
  screen.draw(['a', 'b']);
  screen.draw(['a', 'c']);
  screen.draw(['a', 'c']);
  assert.equal(writes.length, 2);
  for (const text of writes) {
    assert.match(text, /^.\[\?2026h.*\[\?7l.*\[\?7h.\[\?2026l$/s);
  }
});

test('a line that is too long is cut by the terminal, and the next frame still finds its place', async () => {
  const { screen, seen } = open();
  screen.draw(['x'.repeat(100), 'below']);
  screen.draw(['y'.repeat(100), 'below']);
  assert.deepEqual(await seen(), ['y'.repeat(40), 'below']);
});

test('after the window was made narrower nothing of the old frame stays, and what was said does', async () => {
  const { screen, seen, resize } = open();
  screen.draw(['view'], ['built a target of a rather long name']);
  screen.draw(['a'.repeat(35), 'b'.repeat(39), 'c', '']);
  await resize(20);
  screen.draw(['a', 'b']);
  assert.deepEqual(await seen(), ['built a target of a', 'rather long name', 'a', 'b']);
  await resize(80);
  screen.draw(['a'.repeat(60), 'b']);
  assert.deepEqual((await seen()).slice(-2), ['a'.repeat(60), 'b']);
});

test('colours do not count as columns when a frame is looked for after a resize', async () => {
  const { screen, seen, resize } = open();
  screen.draw([`\u001b[2m${'a'.repeat(35)}\u001b[22m`, 'b']);
  await resize(20);
  screen.draw(['c']);
  assert.deepEqual(await seen(), ['c']);
});

test('what the terminal echoes while a view is drawn is gone with the next frame', async () => {
  const { terminal, screen, seen } = open();
  screen.draw(['view 1']);
  terminal.write('^C');
  screen.draw(['view 2']);
  assert.deepEqual(await seen(), ['view 2']);
  terminal.write('^C');
  screen.draw([], ['SIGINT: finishing']);
  assert.deepEqual(await seen(), ['SIGINT: finishing']);
});

test('the cursor is hidden while something is drawn, and shown once nothing is', async () => {
  const { terminal, screen, seen } = open();
  assert.equal(terminal.isCursorShown, true);
  screen.draw(['view']);
  assert.equal(terminal.isCursorShown, false);
  screen.clear();
  screen.clear();
  await seen();
  assert.deepEqual([terminal.isCursorShown, terminal.isWrapping], [true, true]);
});

test('without a view what is said is written as it is', () => {
  const { writes, screen } = open();
  screen.draw([], ['built']);
  screen.draw([]);
  assert.deepEqual(writes, ['built\n']);
});
