import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../src/units/json-syntax.js';

function faultOf(text: string): string {
  const parsed = parseJson(text);
  if (parsed.ok) return 'none';
  const { line, column, message, hint } = parsed.fault;
  return `${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

test('what JSON.parse reads is read, with a byte order mark too', () => {
  const texts = ['null', ' [1, -2.5e3, "a\\n\\u00e4", {"b": {}, "c": []}] ', '\uFEFF{"a":true}', '"tab\\t"', '0'];
  for (const text of texts) {
    assert.deepEqual(parseJson(text), { ok: true, value: JSON.parse(text.replace('\uFEFF', '')) }, text);
  }
});

test('the first thing that is no JSON is told with its line and column, whatever the engine says of it', () => {
  const rows: [string, string][] = [
    ['{\n  "a": 1,\n  "b" 2\n}', '3:7 : is expected, got 2'],
    ['{ "a": 1 "b": 2 }', '1:10 , or } is expected, got " (a comma is missing)'],
    ['[1, 2,]', '1:6 has a comma before ] (leave it out)'],
    ['{ "a": 1,\n}', '1:9 has a comma before } (leave it out)'],
    ['{ a: 1 }', '1:3 a key in double quotes is expected, got a'],
    ["{ 'a': 1 }", "1:3 a key in double quotes is expected, got ' (JSON has double quotes only)"],
    ['{ "a": undefined }', '1:8 a value is expected, got undefined (leave the key out)'],
    ['{ "a": ', '1:8 ends where a value is expected (something is not closed)'],
    ['', '1:1 is empty (write {} where nothing is to be said)'],
    ['{ "a": "b }', '1:8 has a text without an end (close it with " on the same line)'],
    ['{ "a": "C:\\x" }', '1:8 has a text that is no JSON: "C:\\x" (write \\\\ for a backslash)'],
    ['{} {}', '1:4 the end of the file is expected, got {'],
    ['[01]', '1:2 a value is expected, got 01'],
    ['[1.]', '1:2 a value is expected, got 1.'],
    ['{ "a": constructor }', '1:8 a value is expected, got constructor'],
  ];
  for (const [text, fault] of rows) {
    assert.throws(() => JSON.parse(text), text);
    assert.equal(faultOf(text), fault, text);
  }
  assert.match(
    faultOf('{\n  // why\n  "a": 1\n}'),
    /^2:3 a key in double quotes is expected, got \/ \(JSON has no comments/,
  );
});

test('every text that is no JSON has a place', () => {
  const whole = '{"a": [1, {"b": "c\\"d", "e": null}], "f": -1.5e-7}';
  for (let length = 0; length < whole.length; length += 1) {
    const cut = whole.slice(0, length);
    assert.throws(() => JSON.parse(cut));
    assert.match(faultOf(cut), /^1:\d+ (ends|has|is empty|a value)/, cut);
  }
});
