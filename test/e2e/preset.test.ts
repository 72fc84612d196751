import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createSandbox } from './program.js';
import { reportIn } from './reports.js';

const sandbox = createSandbox();
after(sandbox.remove);

const CLAIM = { kind: 'throughput-ratio', target: 'twin', base: 'node-http', scenario: 'json' };
const PRESET = {
  title: 'one server twice',
  options: {
    targets: ['node-http', 'twin=node-http'],
    baseline: 'node-http',
    scenarios: ['json', 'plaintext'],
    launches: 1,
  },
  shapes: [
    { name: 'few', scenarios: ['json'], connections: 4, threads: 1 },
    { name: 'many', scenarios: ['json'], connectionsPerCore: 8, threads: 2 },
  ],
  source: 'nobody',
  claims: [
    {
      ...CLAIM,
      id: 'much',
      text: 'fifty times the other',
      claimed: 50,
      profiles: ['few', 'many'],
      isHeldAgainstEndpoints: true,
    },
    { kind: 'unmeasured', id: 'scaling', text: 'linear scaling', claimed: null, why: 'has one number of workers' },
  ],
  endpoints: [{ scenario: 'plaintext', text: 'a text' }],
};

test('a preset brings its loads, and its claims stand beside what was measured, in every report of the run', async () => {
  const file = join(sandbox.folder, 'twins.json');
  writeFileSync(file, JSON.stringify(PRESET));
  const short = ['--warmup', '50ms', '--slice', '20ms', '--blocks', '2', '--mode', 'plain', '--output', 'all.json'];
  const { code, stdout, stderr } = await sandbox.runHere(['run', '--preset', file, ...short]);
  assert.ok(code === 0 || code === 5, stderr);
  assert.match(stderr, /^preset twins: about \d+s, up to \d+s if warm-ups take long, and builds/);
  assert.match(stdout, /claims of nobody; here each server with 1 worker/);
  assert.match(stdout, /^ fifty times the other \(4 connections\) +50x +/m);
  assert.match(stdout, /^ linear scaling +- +- +not measured$/m);
  assert.match(stdout, /no number was claimed for these/);
  const again = await sandbox.runHere(['report', 'last', '--format', 'json']);
  const { claims = [], measurements, profiles } = reportIn(again.stdout);
  assert.deepEqual(
    claims.map(({ id, verdict }) => [id, verdict === 'inconclusive' ? 'not-supported' : verdict]),
    [
      ['much@few', 'not-supported'],
      ['much@many', 'not-supported'],
      ['scaling', 'not-measured'],
      ['much:plaintext', 'not-supported'],
    ],
  );
  const asked = measurements.map(({ target, scenario, profile, generator: { threads } }) => [
    target,
    scenario,
    profile,
    threads,
  ]);
  assert.equal(asked.length, 6);
  assert.ok(asked.some(([target, , profile, threads]) => target === 'twin' && profile === 'many' && threads === 2));
  assert.ok(asked.some(([, , profile, threads]) => profile === 'few' && threads === 1));
  assert.equal(profiles.length, 3);
});

test('an unknown preset names those there are, before anything is built', async () => {
  const { code, stderr } = await sandbox.runHere(['run', '--preset', 'artcle']);
  assert.equal(code, 2);
  assert.match(stderr, /--preset: there is no preset "artcle" {2}\(did you mean article\?\)/);
});
