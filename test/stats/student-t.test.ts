import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalCdf, normalQuantile } from '../../src/stats/normal.js';
import { logGamma } from '../../src/stats/special-functions.js';
import { detectableShift, studentTCdf, studentTQuantile } from '../../src/stats/student-t.js';

function assertClose(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} +- ${tolerance}`);
}

test('t quantiles agree with the published table', () => {
  // NIST/SEMATECH e-Handbook 1.3.6.7.2, and for .0221 / 2 Pocock's three looks.
  const table: readonly (readonly [p: number, df: number, t: number])[] = [
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 3, 3.182],
    [0.975, 4, 2.776],
    [0.975, 7, 2.365],
    [0.975, 30, 2.042],
    [0.95, 5, 2.015],
    [0.99, 10, 2.764],
    [0.999, 2, 22.327],
    [0.9, 100, 1.29],
    [0.8, 4, 0.941],
  ];
  for (const [p, df, t] of table) {
    assertClose(studentTQuantile(p, df), t, 6e-4);
    assertClose(studentTQuantile(1 - p, df), -t, 6e-4);
  }
});

test('the t distribution function has its closed forms at one and two degrees of freedom', () => {
  for (const t of [-8, -1.3, 0, 0.2, 2, 30]) {
    assertClose(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-12);
    assertClose(studentTCdf(t, 2), 0.5 + t / (2 * Math.sqrt(2 + t * t)), 1e-12);
  }
});

test('normal quantiles and probabilities agree with the published table', () => {
  assertClose(normalQuantile(0.975), 1.959964, 1e-6);
  assertClose(normalQuantile(0.025), -1.959964, 1e-6);
  assertClose(normalQuantile(0.9995), 3.290527, 1e-6);
  assertClose(normalQuantile(0.5), 0, 1e-9);
  assertClose(normalCdf(1.644854), 0.95, 1e-6);
  assertClose(normalCdf(-3), 0.0013499, 1e-6);
});

test('the gamma function is the factorial, and sqrt(pi) at one half', () => {
  assertClose(logGamma(6), Math.log(120), 1e-12);
  assertClose(logGamma(0.5), Math.log(Math.PI) / 2, 1e-12);
  assertClose(logGamma(201), 863.2319871924054, 1e-9);
});

test('the detectable shift is that of the noncentral t, in standard errors', () => {
  const shift = (df: number) => detectableShift({ df, alpha: 0.05, power: 0.8 });
  // METHOD 3.2: 3.26 standard deviations at three launches, 1.66 at five.
  assertClose(shift(2) / Math.sqrt(3), 3.26, 0.01);
  assertClose(shift(4) / Math.sqrt(5), 1.68, 0.02);
  // For many launches the normal's 1.960 + 0.842.
  assertClose(shift(1000), 2.805, 0.01);
});
