import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RUN_DEFAULTS } from '../../src/config/defaults.js';
import { codeOf, tableOf, textOf } from './documents.js';

const measurement = textOf('docs/MEASUREMENT.md');

function warningCodes(): string[] {
  const files = ['analysis', 'experiment', 'session'].flatMap((folder) =>
    readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' }).map((file) => join('src', folder, file)),
  );
  const sources = files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(file, 'utf8'));
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/runWarning\(\s*'([a-z-]+)'|\bcode: '([a-z-]+)'/g)].map(
      ([, called, written]) => called ?? written,
    ),
  );
  return [...new Set(codes.map(String))].sort();
}

test('every warning has its row, and every row its warning', () => {
  const documented = tableOf(measurement, 'code', 'level').map(([code]) => codeOf(code));
  assert.deepEqual(documented.sort(), warningCodes());
});

test('the numbers of launches, blocks and connections are the defaults', () => {
  const rows = new Map(tableOf(measurement, '', 'default').map(([name = '', value = '']) => [name, value]));
  assert.equal(rows.get('launches'), String(RUN_DEFAULTS.launches));
  assert.equal(rows.get('blocks in a launch'), String(RUN_DEFAULTS.blocks));
  assert.equal(
    rows.get('connections, requests in flight on each'),
    `${RUN_DEFAULTS.connections}, ${RUN_DEFAULTS.pipelining}`,
  );
});
