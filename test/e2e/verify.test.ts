import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { renderOutcome } from '../../src/cli/verify-text.js';
import { EXIT } from '../../src/errors.js';
import type { VerifyOutcome } from '../../src/model/contract.js';
import { withTinyServer } from '../contract/tiny-server.js';
import { addHealthyTarget } from '../helpers/healthy-target.js';
import { createSandbox } from './program.js';

const sandbox = createSandbox();
after(sandbox.remove);

test('verify tells every rule that a server breaks once, with what was sent, expected and got', async () => {
  await withTinyServer('ignores case', async ({ authority }) => {
    const url = `http://${authority}/`;
    const { code, stdout } = await sandbox.runHere(['verify', url, '--seed', '4711', '--format', 'json']);
    assert.equal(code, EXIT.no);
    const [outcome] = JSON.parse(stdout) as readonly VerifyOutcome[];
    assert.ok(outcome?.kind === 'verified');
    const [total, ...rules] = renderOutcome(outcome, 100).trimEnd().split('\n\n');
    assert.match(
      total ?? '',
      new RegExp(
        `^${authority}: \\d+ rules on 15 endpoints, ${rules.length} broken, seed 4711\\n {2}\\d+ rules of .* not held: `,
      ),
    );
    assert.equal(
      rules.find((rule) => rule.includes('json: ')),
      [
        'FAIL  json: paths are case-sensitive',
        '      sent      GET /JSON',
        '      expected  status 404',
        '      got       200 {"message":"Hello, World!"}',
      ].join('\n'),
    );
    assert.ok(outcome.findings.length > rules.length);
    assert.equal(outcome.findings.filter(({ rule }) => rule === 'paths are case-sensitive').length, 15);
  });
});

test('verify says in one line that nobody listens, exit 3', async () => {
  const { code, stdout, stderr } = await sandbox.runHere(['verify', 'http://127.0.0.1:1/']);
  assert.deepEqual([code, stdout], [EXIT.target, '']);
  assert.match(stderr, /^error: target "127\.0\.0\.1:1".*ECONNREFUSED\nhint: .*\n$/);
});

test('several are verified in turn: one that does not run is told beside one that keeps all, exit 3, and nothing is left', async () => {
  const marker = `perfcmp-e2e-${process.pid}-verified`;
  addHealthyTarget(join(sandbox.folder, 'mine'));
  const args = ['verify', 'http://127.0.0.1:1/', 'tiny', '--targets-dir', 'mine', '--seed', '1'];
  const { code, stdout } = await sandbox.run(args, { MARKER: marker });
  assert.equal(code, EXIT.target);
  const [absent, kept, totals] = stdout.trimEnd().split('\n\n');
  assert.match(absent ?? '', /^127\.0\.0\.1:1: not verified: .*ECONNREFUSED.*\)$/s);
  assert.match(kept ?? '', /^tiny: \d+ rules on 1 endpoint, all kept, seed 1$/);
  assert.equal(totals, '2 targets: 1 keeps the contract, 1 not verified');
  assert.deepEqual(heirsOf(marker), []);
});

/** Processes that a variable was handed down to. */
function heirsOf(value: string): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(value));
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
