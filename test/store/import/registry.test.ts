import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT, PerfcmpError } from '../../../src/errors.js';
import type { ImportTool } from '../../../src/model/imported.js';
import { readImport } from '../../../src/store/import/registry.js';
import { importFixture } from '../../helpers/imports.js';

/** Fixtures by the tool that they are of. */
const OF_TOOL: Readonly<Record<string, ImportTool>> = {
  'wrk.txt': 'wrk',
  'wrk-errors.txt': 'wrk',
  'wrk2.txt': 'wrk2',
  'autocannon.json': 'autocannon',
  'oha.json': 'oha',
  'k6-export.json': 'k6',
  'k6-handle-summary.json': 'k6',
  'k6-new.json': 'k6',
  'k6.txt': 'k6',
  'vegeta.json': 'vegeta',
  'vegeta.txt': 'vegeta',
  'vegeta-hits.json': 'vegeta',
  'bombardier.json': 'bombardier',
  'bombardier.txt': 'bombardier',
  'h2load.txt': 'h2load',
  'hey.txt': 'hey',
  'ab.txt': 'ab',
};

function refusalOf(content: string, from: ImportTool | null = null): PerfcmpError {
  try {
    readImport(content, { name: 'file', from });
  } catch (error) {
    if (error instanceof PerfcmpError) return error;
    throw error;
  }
  throw new Error('it was read');
}

for (const [file, tool] of Object.entries(OF_TOOL)) {
  test(`${file} tells by its content that it is of ${tool}`, () => {
    for (const from of [null, tool]) {
      const results = readImport(importFixture(file), { name: file, from });
      assert.deepEqual(
        results.map((result) => result.tool),
        [tool],
      );
    }
  });

  test(`${file} is refused as a result of any other tool`, () => {
    // What wrk2 prints is what wrk prints, and more.
    const others = Object.values(OF_TOOL).filter((other) => other !== tool && !`${tool}${other}`.startsWith('wrk'));
    for (const other of new Set(others)) {
      const { message, hint, exitCode } = refusalOf(importFixture(file), other);
      assert.equal(message, `file is no result of ${other}: it looks like one of ${tool}`);
      assert.equal(hint, `leave out --from, or say ${tool}`);
      assert.equal(exitCode, EXIT.usage);
    }
  });
}

test('what is of no tool is told by what it is', () => {
  const rows: [string, string][] = [
    ['', 'file is empty'],
    [' \n', 'file is empty'],
    ['hello\nworld', 'file is of no load generator that is known: it begins with "hello"'],
    ['{"hello":1}', 'file is of no load generator that is known: it is JSON of another kind'],
    ['{"schema":"perfcmp/report@1"}', 'file is of perfcmp itself'],
  ];
  for (const [content, message] of rows) {
    const refusal = refusalOf(content);
    assert.equal(refusal.message, message);
    assert.ok(refusal.hint !== null);
  }
  assert.match(
    refusalOf('{"hello":').message,
    /^file is of no load generator that is known: its JSON cannot be read \(/,
  );
  assert.equal(refusalOf('hello', 'wrk').message, 'file is no result of wrk');
});

test('what a tool prints for people only comes with the way to something better', () => {
  const rows: [string, RegExp, RegExp][] = [
    ['Req/Bytes counts sampled once per second.\n', /autocannon, but is its table/, /autocannon -j/],
    ['Summary:\n  Success rate:\t100.00%\n', /oha, but is its text/, /oha --output-format json/],
    ['\u0001Result\u0001\u0001Attack\u0001', /vegeta, but holds its binary results/, /vegeta report -type json/],
  ];
  for (const [content, message, hint] of rows) {
    const refusal = refusalOf(content);
    assert.match(refusal.message, message);
    assert.match(refusal.hint ?? '', hint);
  }
});

for (const file of ['autocannon.json', 'oha.json', 'vegeta.json', 'bombardier.json', 'k6-export.json', 'k6-new.json']) {
  test(`${file} is told from others though only its first part is there`, () => {
    const text = importFixture(file);
    const { message, hint } = refusalOf(text.slice(0, Math.max(150, text.length / 4)));
    assert.match(message, new RegExp(`^file looks like a result of ${OF_TOOL[file]}, but its JSON cannot be read: `));
    assert.equal(hint, 'is it the whole file?');
  });
}
