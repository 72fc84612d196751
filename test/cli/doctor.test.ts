import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { renderDiagnosis } from '../../src/cli/doctor.js';
import { EXIT } from '../../src/errors.js';
import { diagnose } from '../../src/machine/doctor/judge.js';
import type { Diagnosis } from '../../src/model/doctor.js';
import { FIT, SICK, UNKNOWN } from '../machine/doctor/facts.js';
import { assertGolden, perfcmp } from './harness.js';

const MACHINES = { fit: FIT, sick: SICK, unknown: UNKNOWN };

for (const [name, facts] of Object.entries(MACHINES)) {
  test(`what the doctor says of a ${name} machine is as agreed, within 80 columns`, () => {
    const text = renderDiagnosis(diagnose(facts), 80);
    assertGolden(`doctor-${name}.txt`, text);
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 80),
      [],
    );
  });
}

test('perfcmp doctor tells machines the facts and the findings; where builds cannot be kept it exits with 1', async () => {
  const env = { PERFCMP_CACHE_DIR: '/dev/null/cache' };
  const own = mkdtempSync(join(tmpdir(), 'perfcmp-doctor-'));
  mkdirSync(join(own, 'tiny'));
  const manifest = { name: 'tiny', title: 'Tiny', start: ['node', 'x.mjs'], requires: [{ name: 'no-such-tool' }] };
  writeFileSync(join(own, 'tiny', 'target.json'), JSON.stringify(manifest));
  const asked = ['doctor', '--format', 'json', '--targets-dir', own];
  const { code, stdout, stderr } = await perfcmp(asked, { env });
  rmSync(own, { recursive: true });
  assert.deepEqual([code, stderr], [EXIT.no, '']);
  const { isFit, findings, facts } = JSON.parse(stdout) as Diagnosis;
  assert.equal(isFit, false);
  const builds = findings.find(({ topic }) => topic === 'builds');
  assert.deepEqual([builds?.level, builds?.found], ['bad', '/dev/null/cache/targets: is no folder']);
  assert.ok(facts.tools.some(({ name, version }) => name === 'node' && version === process.versions.node));
  const missing = facts.tools.find(({ name }) => name === 'no-such-tool');
  assert.deepEqual([missing?.version, missing?.neededBy], [null, ['tiny']]);
});
