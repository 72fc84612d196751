import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodySize, headerCheck, jsonCheck, textCheck } from '../../src/config/check-parsers.js';
import { type Parser, statusRanges } from '../../src/config/parsers.js';
import type { Json } from '../../src/model/json.js';
import type { AnswerCheck, JsonPath } from '../../src/model/scenario.js';

/** Rows of text and its value; `undefined` where the text must be refused, with a hint. */
function checkTable<T>(parse: Parser<T>, rows: readonly (readonly [string, T | undefined])[]): void {
  for (const [text, expected] of rows) {
    const parsed = parse(text);
    assert.deepEqual(parsed.ok ? parsed.value : undefined, expected, JSON.stringify(text));
    if (!parsed.ok) assert.ok(parsed.hint !== undefined, JSON.stringify(text));
  }
}

const header = (name: string, value: string | null) => ({ kind: 'header', name, value }) as const;
const size = (leastBytes: number, mostBytes: number | null) => ({ kind: 'size', leastBytes, mostBytes }) as const;

test('any status is one word', () => {
  checkTable(statusRanges, [
    ['any', [{ from: 100, to: 999 }]],
    ['any,200', undefined],
    ['ANY', undefined],
  ]);
});

test('a header is expected with a value or with any', () => {
  checkTable(headerCheck, [
    ['ETag', header('ETag', null)],
    ['Content-Type: text/html; charset=utf-8', header('Content-Type', 'text/html; charset=utf-8')],
    ['X:', header('X', '')],
    ['X: a: b', header('X', 'a: b')],
    ['', undefined],
    ['two words', undefined],
    [': b', undefined],
    ['A=b c', undefined],
  ]);
});

test('a text that is contained is not empty', () => {
  checkTable(textCheck, [
    [' ', { kind: 'contains', text: ' ' }],
    ['', undefined],
  ]);
});

test('a body has a size or lies between two', () => {
  checkTable(bodySize, [
    ['27', size(27, 27)],
    ['0', size(0, 0)],
    ['1k:2k', size(1000, 2000)],
    ['5:5', size(5, 5)],
    ['1.5k:', size(1500, null)],
    [':2k', size(0, 2000)],
    ['', undefined],
    [':', undefined],
    ['2k:1k', undefined],
    ['1:2:3', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['27 bytes', undefined],
  ]);
});

test('a value in JSON is JSON where it can be, else text', () => {
  const json = (path: string, steps: JsonPath, equals: Json): AnswerCheck => ({ kind: 'json', path, steps, equals });
  checkTable(jsonCheck, [
    ['user.roles[0]=admin', json('user.roles[0]', ['user', 'roles', 0], 'admin')],
    ['id=7', json('id', ['id'], 7)],
    ['id="7"', json('id', ['id'], '7')],
    ['id=07', json('id', ['id'], '07')],
    ['ok=true', json('ok', ['ok'], true)],
    ['next=null', json('next', ['next'], null)],
    ['name=', json('name', ['name'], '')],
    ['tags=["a",1]', json('tags', ['tags'], ['a', 1])],
    ['tags=[a', json('tags', ['tags'], '[a')],
    ['q=a=b', json('q', ['q'], 'a=b')],
    ['["a=b"]=1', json('["a=b"]', ['a=b'], 1)],
    ['[0].id=1', json('[0].id', [0, 'id'], 1)],
    ['$=5', json('$', [], 5)],
    ['$.a=b', json('$.a', ['a'], 'b')],
    ['=5', undefined],
    ['id', undefined],
    ['a..b=1', undefined],
    ['a[-1]=1', undefined],
    ['a b=1', undefined],
    ['', undefined],
  ]);
});
