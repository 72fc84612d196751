import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPTIONS } from '../../src/cli/options.js';
import { textOf } from './documents.js';

/** Of every command, and told elsewhere. */
const COMMON = ['--config', '--print-config', '--debug'];

test('LOAD.md has every option of load and search, by one of its names', () => {
  const words = new Set(textOf('docs/LOAD.md').match(/(?<![\w-])--?[a-zA-Z][a-z0-9-]*/g));
  const isShown = (name: string): boolean => words.has(name) || COMMON.includes(name);
  for (const command of ['load', 'search'] as const) {
    const names = OPTIONS[command].flatMap(({ rows }) =>
      rows.map(([flags]) => flags.match(/--?[a-zA-Z][\w-]*/g) ?? []),
    );
    assert.deepEqual(
      names.filter((ofOne) => !ofOne.some(isShown)),
      [],
    );
    assert.ok(names.length > 30);
  }
});
