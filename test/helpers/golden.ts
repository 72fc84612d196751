import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join('test', 'golden');

/**
 * Compares a whole output with test/golden/<name>. UPDATE_GOLDEN=1 rewrites it; otherwise a difference leaves
 * <name>.got beside it and fails with the first line that differs.
 */
export function assertGolden(name: string, actual: string): void {
  const path = join(FOLDER, name);
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(path, actual);
    return;
  }
  const expected = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (actual === expected) {
    rmSync(`${path}.got`, { force: true });
    return;
  }
  writeFileSync(`${path}.got`, actual);
  assert.fail(`${path}${firstDifference(expected, actual)}\n(all of it in ${path}.got; UPDATE_GOLDEN=1 accepts it)`);
}

function firstDifference(expected: string, actual: string): string {
  const expectedLines = expected.split('\n');
  const actualLines = actual.split('\n');
  const index = actualLines.findIndex((line, at) => line !== expectedLines[at]);
  const at = index === -1 ? actualLines.length : index;
  return `:${at + 1}\n  expected ${shown(expectedLines[at])}\n  got      ${shown(actualLines[at])}`;
}

function shown(line: string | undefined): string {
  return line === undefined ? '(end of file)' : JSON.stringify(line);
}
