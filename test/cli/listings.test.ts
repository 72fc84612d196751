import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderListing } from '../../src/cli/list.js';
import { renderContract } from '../../src/cli/verify.js';

test('list shows targets and scenarios in columns, with why one cannot run', () => {
  const text = renderListing({
    targets: [
      {
        name: 'express',
        title: 'Express',
        version: '5.3.0',
        implements: ['json', 'text'],
        unavailable: null,
        role: null,
      },
      {
        name: 'hyperlane',
        title: 'Hyperlane',
        version: null,
        implements: [],
        unavailable: 'cargo is missing',
        role: null,
      },
      { name: 'null-server', title: 'Null', version: '1', implements: ['json'], unavailable: null, role: 'ceiling' },
    ],
    scenarios: [
      { name: 'json', method: 'GET', path: '/json', env: {}, isDefault: true },
      { name: 'benchmark', method: 'GET', path: '/benchmark', env: { WAIT_US: '100' }, isDefault: false },
    ],
  });
  assert.equal(
    text,
    [
      'targets',
      '  express      Express         5.3.0    2 endpoints',
      '  hyperlane    Hyperlane       unknown  cannot run here: cargo is missing',
      '  null-server  Null (ceiling)  1        1 endpoint',
      '',
      'scenarios',
      '  json       GET /json       (default)',
      '  benchmark  GET /benchmark  WAIT_US=100',
    ].join('\n'),
  );
});

test('verify shows its totals and every finding with what was sent, expected and got', () => {
  const text = renderContract({
    target: 'express',
    endpoints: ['json', 'cached'],
    checks: 41,
    findings: [
      {
        endpoint: 'json',
        level: 'fail',
        rule: 'wrong method answers 405',
        sent: 'PUT /json',
        expected: '405',
        got: '404',
      },
      { endpoint: 'cached', level: 'warn', rule: 'has an ETag', sent: 'GET /cached', expected: 'ETag', got: 'none' },
    ],
  });
  assert.equal(
    text,
    [
      'express: 41 checks on 2 endpoints, 1 failed, 1 warning',
      '',
      'FAIL  json: wrong method answers 405',
      '      sent      PUT /json',
      '      expected  405',
      '      got       404',
      '',
      'WARN  cached: has an ETag',
      '      sent      GET /cached',
      '      expected  ETag',
      '      got       none',
      '',
    ].join('\n'),
  );
  const clean = renderContract({ target: 'a', endpoints: ['json'], checks: 3, findings: [] });
  assert.equal(clean, 'a: 3 checks on 1 endpoint, all passed\n');
});
