import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPTIONS } from '../../src/cli/options.js';
import { DOCUMENTS, textOf } from './documents.js';

/** Of docker in DOCKER.md, of k6 in IMPORT.md, of servers that are started with secrets, and of every program. */
const OF_OTHERS = [
  '--summary-export',
  '--summary-trend-stats',
  '--password',
  '--token',
  '--clientSecret',
  '--cpus',
  '--cpuset-cpus',
  '--memory',
  '--rm',
  '--help',
];
/** These speak of what was decided against, or was once. */
const OF_THE_PAST = ['docs/DECISIONS.md', 'CHANGELOG.md'];

const known = new Set([
  ...OF_OTHERS,
  ...Object.values(OPTIONS).flatMap((groups) =>
    groups.flatMap(({ rows }) => rows.flatMap(([flags]) => flags.match(/--[a-z][a-z0-9-]*/g) ?? [])),
  ),
]);

test('every option that a document names by itself is one of the program', () => {
  const documents = DOCUMENTS.filter((document) => !OF_THE_PAST.includes(document));
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/`(--[a-z][a-zA-Z0-9-]*)(\*?)/g)].map(([, option = '', more]) => ({
      document,
      option,
      isStart: more === '*',
    })),
  );
  const isKnown = (option: string, isStart: boolean): boolean =>
    isStart ? [...known].some((one) => one.startsWith(option)) : known.has(option);
  assert.ok(named.length > 200, String(named.length));
  assert.deepEqual(
    named.filter(({ option, isStart }) => !isKnown(option, isStart)),
    [],
  );
});
