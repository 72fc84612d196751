import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as api from '../../src/index.js';
import { codeOf, tableOf, textOf } from './documents.js';

const document = textOf('docs/API.md');
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }));

test('API.md has every function that the package exports', () => {
  const documented = tableOf(document, 'function', 'does').map(([cell]) => codeOf(cell).replace(/\(.*/, ''));
  const exported = Object.entries(api).flatMap(([name, value]) =>
    typeof value === 'function' && !/^[A-Z]/.test(name) ? [name] : [],
  );
  assert.deepEqual(documented.sort(), exported.sort());
});

test('API.md has every kind of event', () => {
  const documented = tableOf(document, 'event', 'when').map(([cell]) => codeOf(cell));
  const events = sources.find(({ file }) => file === join('model', 'events.ts'))?.text ?? '';
  const kinds = [...events.matchAll(/readonly kind: '([\w-]+)'/g)].map(([, kind]) => kind);
  assert.ok(kinds.length > 20);
  assert.deepEqual(documented.sort(), [...new Set(kinds)].sort());
});

test('every code of an error in API.md is one that the program gives, and those of the API itself are all there', () => {
  const documented = tableOf(document, 'code', 'kind').map(([cell]) => codeOf(cell));
  const codesIn = (text: string): string[] =>
    [...text.matchAll(/(?:new (?:Perfcmp|Target|Measurement)Error|super)\(\s*'([\w-]+)'/g)].map(
      ([, code = '']) => code,
    );
  const given = new Set(sources.flatMap(({ text }) => codesIn(text)));
  assert.deepEqual(
    documented.filter((code) => !given.has(code)),
    [],
  );
  const own = sources.filter(({ file }) => file.startsWith('api')).flatMap(({ text }) => codesIn(text));
  assert.deepEqual(
    own.filter((code) => !documented.includes(code)),
    [],
  );
});
