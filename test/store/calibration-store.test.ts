import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readCalibration, writeCalibration } from '../../src/store/calibration-store.js';
import { calibration } from '../helpers/calibrations.js';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-calibrations-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const state = (): NodeJS.ProcessEnv => ({ XDG_STATE_HOME: mkdtempSync(join(scratch, 'state-')) });
const of = (fingerprint: string, createdAt = '2026-11-22T10:31:00.000Z') =>
  calibration({ createdAt, environment: { ...calibration().environment, fingerprint } });

test('each machine has its own calibration, of which the last is kept', () => {
  const env = state();
  assert.equal(readCalibration('a'.repeat(64), env), null);
  assert.ok(writeCalibration(of('a'.repeat(64)), env));
  assert.ok(writeCalibration(of('b'.repeat(64)), env));
  const later = of('a'.repeat(64), '2026-11-23T00:00:00.000Z');
  assert.ok(writeCalibration(later, env));
  assert.deepEqual(readCalibration('a'.repeat(64), env), later);
  assert.equal(readdirSync(join(env.XDG_STATE_HOME!, 'perfcmp', 'calibrations')).length, 2);
});

test('of a machine without one the newest of another is told, so that it can be said', () => {
  const env = state();
  writeCalibration(of('a'.repeat(64), '2026-11-20T00:00:00.000Z'), env);
  writeCalibration(of('b'.repeat(64), '2026-11-21T00:00:00.000Z'), env);
  assert.equal(readCalibration('c'.repeat(64), env)?.environment.fingerprint, 'b'.repeat(64));
});

test('a damaged file is as good as none, and a folder that cannot be written is told', () => {
  const env = state();
  writeCalibration(of('a'.repeat(64)), env);
  const folder = join(env.XDG_STATE_HOME!, 'perfcmp', 'calibrations');
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '{"schema":');
  assert.equal(readCalibration('a'.repeat(64), env), null);
  const file = join(scratch, 'a-file');
  writeFileSync(file, '');
  assert.equal(writeCalibration(of('a'.repeat(64)), { XDG_STATE_HOME: file }), false);
});
