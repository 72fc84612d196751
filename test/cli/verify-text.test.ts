import { test } from 'node:test';
import { renderOutcome, renderTotals } from '../../src/cli/verify-text.js';
import type { ContractFinding, VerifyOutcome } from '../../src/model/contract.js';
import { assertGolden } from './harness.js';

const wrongMethod: ContractFinding = {
  endpoint: 'json',
  level: 'fail',
  rule: 'a wrong method answers 405 with Allow',
  sent: 'PUT /json',
  expected: 'status 405',
  got: '404 {"error":"Not Found","status":404}',
};

const chunked: ContractFinding = {
  endpoint: 'zero-copy',
  level: 'warn',
  rule: 'a chunked body is accepted',
  sent: 'POST /zero-copy (100 bytes, chunked)',
  expected: 'chunked bodies to be read',
  got: 'refused with 411',
};

const OUTCOMES: readonly VerifyOutcome[] = [
  { kind: 'verified', target: 'express', endpoints: ['json'], checks: 1, findings: [], seed: 4711, notes: [] },
  {
    kind: 'verified',
    target: '127.0.0.1:3000',
    endpoints: ['json', 'zero-copy'],
    checks: 41,
    findings: [wrongMethod, { ...wrongMethod, sent: 'PATCH /json' }, chunked, { ...wrongMethod, sent: 'DELETE /json' }],
    seed: 4711,
    notes: ['2 rules of stats, memory-stats not held: only a server that perfcmp started has a process to look at'],
  },
  {
    kind: 'not-verified',
    target: 'hyperlane',
    reason: 'cargo and cc are not on PATH (install Rust from https://rustup.rs and gcc)',
    isFailure: false,
  },
];

test('verify of several tells each with its totals and every rule it breaks, then how many keep the contract', () => {
  assertGolden(
    'verify.txt',
    `${OUTCOMES.map((outcome) => renderOutcome(outcome, 60)).join('\n')}\n${renderTotals(OUTCOMES)}`,
  );
});
