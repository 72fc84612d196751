import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseCsv } from '../../../src/config/requests/csv.js';
import { readDataTable } from '../../../src/config/requests/data-table.js';
import { parseNdjson } from '../../../src/config/requests/ndjson.js';

const CSV: readonly [string, string, readonly string[], readonly (readonly string[])[], readonly number[]][] = [
  [
    'lines with LF',
    'a,b\n1,2\n3,4\n',
    ['a', 'b'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
    [2, 3],
  ],
  [
    'lines with CRLF',
    'a,b\r\n1,2\r\n3,4\r\n',
    ['a', 'b'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
    [2, 3],
  ],
  ['no last line end', 'a\n1', ['a'], [['1']], [2]],
  ['empty values', 'a,b,c\n,,\n', ['a', 'b', 'c'], [['', '', '']], [2]],
  [
    'quotes',
    '"a ""b""",c\n"1,2","3\n4"\n5,6\n',
    ['a "b"', 'c'],
    [
      ['1,2', '3\n4'],
      ['5', '6'],
    ],
    [2, 4],
  ],
  ['quotes before CRLF', 'a,b\r\n"1","2"\r\n', ['a', 'b'], [['1', '2']], [2]],
  ['a lone CR within a value', 'a\n1\r2\n', ['a'], [['1\r2']], [2]],
  [
    'empty lines',
    'a,b\n1,2\n\n3,4\n\n',
    ['a', 'b'],
    [
      ['1', '2'],
      ['3', '4'],
    ],
    [2, 4],
  ],
  ['an empty value in a single column', 'a\n\nx\n', ['a'], [[''], ['x']], [2, 3]],
];

for (const [what, text, columns, rows, lines] of CSV) {
  test(`CSV with ${what} is read`, () => {
    assert.deepEqual(parseCsv(text), { ok: true, value: { columns, rows, lines, isTyped: false } });
  });
}

const BAD_CSV: readonly [string, string][] = [
  ['a,b\n1\n', 'line 2: has 1 values, and there are 2 columns'],
  ['a,b\n1,2\n"3\n3",4,5\n', 'line 3: has 3 values, and there are 2 columns'],
  ['a\n"1\n2\n', 'line 2: has a quote that is not closed'],
  ['a,b\n"1"2,3\n', 'line 2: goes on after a closing quote'],
  ['a,\n1,2\n', 'line 1: has a column without a name'],
  ['a,a\n1,2\n', 'line 1: names "a" twice'],
  ['{a}\n1\n', 'line 1: has braces in "{a}"'],
];

for (const [text, message] of BAD_CSV) {
  test(`CSV is refused with its line: ${message}`, () => {
    const parsed = parseCsv(text);
    assert.equal(parsed.ok ? null : parsed.message, message);
  });
}

test('NDJSON has a column for every member there is, and values of their types', () => {
  const text = '{"id":1,"tags":["a"]}\n\n{"id":"x","ok":null}\r\n';
  assert.deepEqual(parseNdjson(text), {
    ok: true,
    value: {
      columns: ['id', 'tags', 'ok'],
      rows: [
        [1, ['a'], undefined],
        ['x', undefined, null],
      ],
      lines: [1, 3],
      isTyped: true,
    },
  });
});

for (const line of ['[1]', '7', '"x"', 'null', '{"a":', 'a,b']) {
  test(`NDJSON is refused with its line: ${line}`, () => {
    const parsed = parseNdjson(`{"a":1}\n${line}\n`);
    assert.equal(parsed.ok ? null : parsed.message, 'line 2: is not a JSON object');
  });
}

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-data-'));
after(() => rmSync(folder, { recursive: true }));

function read(name: string, content: string | Uint8Array): unknown {
  const path = join(folder, name);
  writeFileSync(path, content);
  const table = readDataTable(path);
  return table.ok ? table.value.columns : table.message.replace(path, name);
}

test('a data file is read by what is in it', () => {
  assert.deepEqual(read('a.csv', '\uFEFFa,b\n1,2\n'), ['a', 'b'], 'without its byte order mark');
  assert.deepEqual(read('a.txt', ' {"c":1}\n'), ['c']);
  assert.deepEqual(read('a.ndjson', '{"d":1}\n'), ['d']);
  assert.equal(read('empty.csv', ' \n'), '"empty.csv" is empty');
  assert.equal(read('head.csv', 'a,b\n'), '"head.csv" has no rows');
  assert.equal(read('bad.csv', 'a,b\n1\n'), '"bad.csv", line 2: has 1 values, and there are 2 columns');
  assert.equal(read('binary.csv', new Uint8Array([0x61, 0xff])), '"binary.csv" is not UTF-8 text');
  const missing = readDataTable(join(folder, 'none.csv'));
  assert.match(missing.ok ? '' : missing.message, /^cannot read ".*none.csv" \(ENOENT\)$/);
});
