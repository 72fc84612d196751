import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Comparison } from '../../src/model/comparison.js';
import type { Measurement } from '../../src/model/measurement.js';
import type { Report } from '../../src/model/report.js';
import { counted } from '../helpers/reports.js';
import { SCHEMA_PATH } from '../helpers/write-schema.js';

// It checks a few reports: code that is fast takes longer to be made than it would save.
const quicklyMade = { inlineRefs: false, code: { optimize: false } };
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, ...quicklyMade }).compile(
  JSON.parse(readFileSync(SCHEMA_PATH, 'utf8')),
);

/** The report of `--format json`, after everything that must hold of any report has been checked. */
export function reportIn(stdout: string): Report {
  const report: unknown = JSON.parse(stdout);
  assert.equal(validate(report), true, JSON.stringify(validate.errors));
  const checked = report as Report;
  for (const measurement of checked.measurements) checkAccounting(measurement);
  return checked;
}

function checkAccounting(measurement: Measurement): void {
  const { target, requests, errors } = counted(measurement);
  const { sent, ok, failed, inFlightAtEnd } = requests;
  assert.equal(sent, ok + failed + inFlightAtEnd, `${target}: every request sent has one outcome`);
  const kinds = errors.read + errors.write + errors.timeout + errors.protocol + errors.status + errors.mismatch;
  assert.equal(failed, kinds, `${target}: every failure has one kind`);
}

/** Requests in flight by Little's law over those that the lanes hold. */
export function littlesShare(measurement: Measurement, lanes: number): number {
  const { throughput, latencyUs } = measurement;
  return ((throughput.value ?? 0) * (latencyUs.mean ?? 0)) / 1e6 / lanes;
}

/** Asserts that a value is within a share of what it must be. */
export function assertNear(actual: number, expected: number, share: number, what: string): void {
  assert.ok(
    Math.abs(actual / expected - 1) <= share,
    `${what}: ${actual} is not within ${share * 100} % of ${expected}`,
  );
}

/** The comparison in throughput of a report of two targets. */
export function throughputComparison(report: Report): Comparison {
  const found = report.comparisons.find((comparison) => comparison.metric === 'throughput');
  assert.ok(found, 'the report compares throughput');
  return found;
}
