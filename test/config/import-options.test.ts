import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readImportOptions } from '../../src/config/import-options.js';
import { OptionReader } from '../../src/config/option-reader.js';

function read(words: readonly string[], flags: object = {}, existing: readonly string[] = []) {
  const reader = new OptionReader({ flags, env: {}, file: {}, filePrefix: '' });
  const options = readImportOptions(reader, words, (path) => existing.includes(path));
  return { ...options, problems: reader.problems.map(({ where, message }) => `${where}: ${message}`) };
}

test('a file is called by its name, or by the one before it', () => {
  assert.deepEqual(read(['out/before.txt', 'new=after.json', '-', 'stdin=-']).files.slice(0, 3), [
    { label: 'before', path: 'out/before.txt' },
    { label: 'new', path: 'after.json' },
    { label: 'stdin', path: '-' },
  ]);
});

test('a file that has the sign in its own name is that file', () => {
  assert.deepEqual(read(['rate=500.txt'], {}, ['rate=500.txt']).files, [{ label: 'rate=500', path: 'rate=500.txt' }]);
  assert.deepEqual(read(['runs/rate=500.txt']).files, [{ label: 'rate=500', path: 'runs/rate=500.txt' }]);
});

test('all problems are told at once', () => {
  assert.deepEqual(read(['a=', '-', 'b=-'], { from: 'wrkk' }).problems, [
    'import: names no file',
    'import: reads standard input twice',
    '--from: must be one of wrk, wrk2, autocannon, oha, k6, vegeta, bombardier, h2load, hey, ab, got "wrkk"',
  ]);
});
