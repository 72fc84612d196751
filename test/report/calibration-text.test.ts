import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderCalibration } from '../../src/report/calibration-text.js';
import { calibration } from '../helpers/calibrations.js';
import { assertGolden } from '../helpers/golden.js';

test('a calibration shows scatter, reach and margins', () => {
  assertGolden('calibration.txt', `${renderCalibration(calibration(), { width: 100, isStored: true })}\n`);
});

test('one whose instances came out different says so, and that it was not kept', () => {
  const [throughput] = calibration().metrics;
  const off = { ...throughput!, ratio: { value: 1.1, lower: 1.05, upper: 1.15 } };
  const text = renderCalibration(calibration({ isSound: false, metrics: [off] }), { width: 80, isStored: false });
  assert.match(text, / ! throughput: 1\.100 \[1\.050, 1\.150\] does not hold 1, though nothing differs\n/);
  assert.match(text, /it was not kept; calibrate/);
  assert.doesNotMatch(text, /--margin/);
});
