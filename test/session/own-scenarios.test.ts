import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { resolveRun } from '../../src/config/resolve-run.js';
import type { UserScenario } from '../../src/config/user-config.js';
import type { RunEvent } from '../../src/model/events.js';
import type { Report } from '../../src/model/report.js';
import { runComparison } from '../../src/session/run.js';
import { fixtureCommand } from '../target/server-fixtures.js';
import { quietIo, recorder } from './io.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-scenarios-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
process.env.XDG_STATE_HOME = join(scratch, 'state');

const SHORT = { launches: '1', blocks: '2', warmup: '50ms', slice: '20ms', mode: 'plain', seed: '5' };
const DATA = join(scratch, 'items.csv');
writeFileSync(DATA, `id,name\n${Array.from({ length: 40 }, (_, id) => `${id},name ${id}`).join('\n')}\n`);

const PREPARE = [{ method: 'PUT', path: '/items/{{id}}', body: '{{name}}' }];
const ITEMS: UserScenario = {
  name: 'items',
  path: '/items/{{id}}',
  data: DATA,
  distribution: 'zipf',
  connections: 3,
  expect: { json: { id: '{{id}}', name: '{{name}}' } },
  prepare: PREPARE,
};
const FRESH: UserScenario = {
  name: 'fresh',
  path: '/fresh/{{uuid}}',
  expect: { paths: { key: '{{uuid}}', state: 'new' } },
  connections: 2,
};
const NOTE: UserScenario = {
  name: 'note',
  requests: [
    { path: '/note', weight: 2, expect: { text: '"hello"' } },
    { path: '/items/none', expect: { status: 404 } },
  ],
  files: { 'notes/a.txt': { text: 'hello' }, 'notes/b.bin': '2k' },
};

async function run(
  scenarios: readonly UserScenario[],
  changes: Partial<typeof SHORT> & { connections?: string } = {},
  { until }: { readonly until?: RunEvent['kind'] } = {},
) {
  const config = resolveRun({
    positionals: [fixtureCommand('keeps-items.mjs')],
    flags: { ...SHORT, ...changes },
    file: { scenarios },
    env: {},
  });
  const { events, onEvent: keep } = recorder();
  const abort = new AbortController();
  const onEvent = (event: RunEvent): void => {
    keep(event);
    if (event.kind === until) abort.abort('SIGINT');
  };
  return { ...(await runComparison(config, quietIo({ cwd: scratch, onEvent, signal: abort.signal }))), events };
}

function summary({ scenarios, measurements }: Report) {
  return scenarios.map(({ name, profiles }) => {
    const measurement = measurements.find(({ scenario }) => scenario === name);
    return [name, profiles, (measurement?.requests.ok ?? 0) > 0, measurement?.requests.failed];
  });
}

test('scenarios of the file have data, preparations, files, connections and expectations of their own', async () => {
  const { report, events } = await run([ITEMS, FRESH, NOTE]);
  // Fresh keys are fresh over warm-up, slices and connections, else answers would be wrong.
  assert.deepEqual(summary(report), [
    ['items', ['c3'], true, 0],
    ['fresh', ['c2'], true, 0],
    ['note', ['c64'], true, 0],
  ]);
  const [started] = events.filter((event) => event.kind === 'run-started');
  assert.ok(JSON.stringify(started).length < 20_000, 'what is stored of the plan holds no data');
});

test('connections of the command line are those of every scenario', async () => {
  const { report } = await run([ITEMS, NOTE], { connections: '4' }, { until: 'run-started' });
  assert.deepEqual(
    report.profiles.map(({ name }) => name),
    ['c4'],
  );
});

test('an answer that is not what was sent for is found out before anything is measured', async () => {
  const wrong = { ...ITEMS, expect: { json: { name: '{{id}}' } } };
  await assert.rejects(run([wrong]), /answers GET \/items\/\d+ wrongly: expected 200|expected 2xx or 3xx/);
});

test('a preparation that is refused ends the target, and names its scenario', async () => {
  const { prepare: _, ...unprepared } = ITEMS;
  await assert.rejects(
    run([{ ...unprepared, prepare: [{ path: '/items/none' }] }]),
    /could not be prepared for scenario "items": GET \/items\/none got 404 \{"id":null\}/,
  );
});
