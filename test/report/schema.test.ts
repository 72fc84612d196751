import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import type { Report } from '../../src/model/report.js';
import { renderReport } from '../../src/report/render.js';
import { loadOk, loadUnanswered, loadWithErrors } from '../helpers/load-cases.js';
import {
  adaptiveRun,
  boundCell,
  failedTarget,
  interruptedRun,
  invalidCell,
  quickRun,
  threeTargets,
  twoInconclusive,
} from '../helpers/report-cases.js';
import { counted } from '../helpers/reports.js';
import { reportSchema, SCHEMA_PATH } from '../helpers/write-schema.js';

const OPTIONS = { width: 100, color: false, unicode: true, latency: false, storedAs: null };
const published = readFileSync(SCHEMA_PATH, 'utf8');
const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(published));

test('the published schema is the one generated from the type Report', () => {
  assert.equal(published, reportSchema(), 'npm run schema writes it anew');
});

const REPORTS: Readonly<Record<string, Report>> = {
  threeTargets: threeTargets(),
  quickRun: quickRun(),
  boundCell: boundCell(),
  invalidCell: invalidCell(),
  failedTarget: failedTarget(),
  interruptedRun: interruptedRun(),
  twoInconclusive: twoInconclusive(),
  adaptiveRun: adaptiveRun(),
  loadOk: loadOk(),
  loadWithErrors: loadWithErrors(),
  loadUnanswered: loadUnanswered(),
};
for (const [name, report] of Object.entries(REPORTS)) {
  test(`the JSON of ${name} is valid`, () => {
    assert.equal(validate(JSON.parse(renderReport(report, 'json', OPTIONS))), true, JSON.stringify(validate.errors));
  });
}

test('the example of a real run is valid, and accounts for every request', () => {
  const example: Report = JSON.parse(readFileSync('reports/example/run.json', 'utf8'));
  assert.equal(validate(example), true, JSON.stringify(validate.errors));
  for (const { requests, littlesLaw } of example.measurements.map(counted)) {
    assert.equal(requests.sent, requests.ok + requests.failed + requests.inFlightAtEnd);
    assert.ok(littlesLaw !== null && littlesLaw > 0.95 && littlesLaw < 1.02);
  }
});

test('a report with an unknown member, a missing one or a wrong type is refused', () => {
  const report = threeTargets();
  const { rankings, ...incomplete } = report;
  assert.equal(rankings.length, 2);
  assert.equal(validate({ ...report, extra: 1 }), false);
  assert.equal(validate(incomplete), false);
  assert.equal(validate({ ...report, schema: 'perfcmp/report@2' }), false);
  assert.equal(validate({ ...report, run: { ...report.run, seconds: 'long' } }), false);
});

test('comments of the type are descriptions in the schema', () => {
  const { definitions } = JSON.parse(published);
  assert.match(definitions.ReportRun.properties.seed.description, /Null for `load`/);
  assert.match(definitions.Report.description, /one document from which every output format derives/);
});
