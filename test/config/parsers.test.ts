import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outputFile, reportFormatOf } from '../../src/config/output-options.js';
import {
  choice,
  duration,
  durationOrZero,
  header,
  margin,
  method,
  type Parser,
  requestPath,
  statusRanges,
  wholeNumber,
  yesOrNo,
} from '../../src/config/parsers.js';
import { REPORT_FORMATS } from '../../src/model/config.js';
import { nearest } from '../../src/units/nearest.js';

/** Rows of text and its value; `undefined` where the text must be refused. */
function checkTable<T>(parse: Parser<T>, rows: readonly (readonly [string, T | undefined])[]): void {
  for (const [text, expected] of rows) {
    const parsed = parse(text);
    assert.deepEqual(parsed.ok ? parsed.value : undefined, expected, JSON.stringify(text));
    if (!parsed.ok && text !== '') assert.ok(parsed.message.includes(text), `${parsed.message} does not show ${text}`);
  }
}

test('whole numbers keep to their bounds', () => {
  checkTable(wholeNumber(1, 1024), [
    ['1', 1],
    ['1k', 1000],
    ['1024', 1024],
    ['0', undefined],
    ['1025', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['abc', undefined],
  ]);
});

test('durations are above zero, except where none is meant', () => {
  checkTable(duration, [
    ['10', 10_000],
    ['1m', 60_000],
    ['0', undefined],
    ['0s', undefined],
    ['-1', undefined],
    ['abc', undefined],
  ]);
  checkTable(durationOrZero, [
    ['0', 0],
    ['-1', undefined],
  ]);
});

test('margins are shares above 0 and below 100 %', () => {
  checkTable(margin, [
    ['5%', 0.05],
    ['0.05', 0.05],
    ['5', undefined],
    ['0', undefined],
    ['100%', undefined],
  ]);
  const parsed = margin('5');
  assert.equal(parsed.ok ? null : parsed.hint, 'write it like 5% or 0.05');
});

test('status codes are read as codes, classes and ranges', () => {
  checkTable(statusRanges, [
    ['200', [{ from: 200, to: 200 }]],
    ['2xx', [{ from: 200, to: 299 }]],
    [
      '200-204, 404',
      [
        { from: 200, to: 204 },
        { from: 404, to: 404 },
      ],
    ],
    ['204-200', undefined],
    ['600', undefined],
    ['ok', undefined],
    ['200,', undefined],
  ]);
});

test('headers need a name, a colon and a value on one line', () => {
  checkTable(header, [
    ['Accept: text/html', ['Accept', 'text/html']],
    ['X-Empty:', ['X-Empty', '']],
    ['A:b:c', ['A', 'b:c']],
    ['Accept', undefined],
    ['Accept text/html', undefined],
    ['X: a\r\nY: b', undefined],
    [': x', undefined],
  ]);
  const parsed = header('Accept=text/html');
  assert.equal(parsed.ok ? null : parsed.hint, 'write it like -H "Accept: text/html"');
});

test('header values are what one byte a character can hold: of others a line break may be left', () => {
  checkTable(header, [
    ['X-Name: J\u00fcrgen', ['X-Name', 'J\u00fcrgen']],
    ['X-Name: \u010aX-Injected: 1', undefined],
    ['X-Name: \u{1f600}', undefined],
  ]);
});

test('methods, paths, words and switches', () => {
  checkTable(method, [
    ['post', 'POST'],
    ['GET', 'GET'],
    ['CONNECT', undefined],
  ]);
  checkTable(requestPath, [
    ['/a?b=c', '/a?b=c'],
    ['a', undefined],
    ['/a b', undefined],
    ['/ä', undefined],
  ]);
  checkTable(choice(['socket', 'undici']), [
    ['socket', 'socket'],
    ['sockt', undefined],
  ]);
  checkTable(yesOrNo, [
    ['1', true],
    ['no', false],
    ['perhaps', undefined],
  ]);
});

test('an extension in place of a format is told whose it is', () => {
  const hintOf = (text: string) => {
    const format = reportFormatOf(REPORT_FORMATS)(text);
    return format.ok ? null : format.hint;
  };
  assert.deepEqual(['markdown', 'md', 'hlog', 'jsn'].map(hintOf), [
    null,
    'did you mean markdown?',
    'did you mean hdr?',
    'did you mean json?',
  ]);
});

test('the format of an output file comes from its extension or is named', () => {
  checkTable(outputFile, [
    ['a/report.json', { format: 'json', path: 'a/report.json' }],
    ['R.MD', { format: 'markdown', path: 'R.MD' }],
    ['t.csv', { format: 'csv', path: 't.csv' }],
    ['t.txt', { format: 'text', path: 't.txt' }],
    ['t.wrk', { format: 'wrk', path: 't.wrk' }],
    ['json=out', { format: 'json', path: 'out' }],
    ['report.html', { format: 'html', path: 'report.html' }],
    ['report.pdf', undefined],
    ['report', undefined],
    ['json=', undefined],
  ]);
  const parsed = outputFile('jsn=out');
  assert.equal(parsed.ok ? null : parsed.hint, 'did you mean json?');
});

test('the nearest word is found within one slip in three letters', () => {
  const words = ['express', 'node-http', 'json', 'markdown', 'run', 'report'];
  const rows: [string, string | null][] = [
    ['expres', 'express'],
    ['exrpess', 'express'],
    ['Express', 'express'],
    ['nodehttp', 'node-http'],
    ['jsno', 'json'],
    ['mark', 'markdown'],
    ['rnu', 'run'],
    ['repor', 'report'],
    ['spring', null],
    ['x', null],
    ['', null],
  ];
  for (const [word, expected] of rows) assert.equal(nearest(word, words), expected, word);
});
