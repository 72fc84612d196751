import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../src/errors.js';
import type { VerifyOutcome } from '../../src/model/contract.js';
import { withTinyServer } from '../contract/tiny-server.js';
import { createSandbox, processesWith } from './program.js';

const sandbox = createSandbox();
after(sandbox.remove);

test('verify passes for a bundled target and leaves nothing behind', async () => {
  const { code, stdout, stderr } = await sandbox.run(['verify', 'node-http']);
  assert.deepEqual([code, stderr], [EXIT.ok, '']);
  assert.match(stdout, /^node-http: \d+ rules on \d+ endpoints, all kept, seed \d+\n$/);
  const folder = fileURLToPath(new URL('../../../targets/node-http', import.meta.url));
  assert.deepEqual(processesWith(folder), []);
});

test('verify tells every rule that a server breaks once, with what was sent, expected and got', async () => {
  await withTinyServer('ignores case', async ({ authority }) => {
    const url = `http://${authority}/`;
    const { code, stdout } = await sandbox.run(['verify', url, '--seed', '4711']);
    assert.equal(code, EXIT.no);
    const [total, ...rules] = stdout.trimEnd().split('\n\n');
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
    const json = (await sandbox.run(['verify', url, '--format', 'json'])).stdout;
    const [outcome] = JSON.parse(json) as readonly VerifyOutcome[];
    assert.ok(outcome?.kind === 'verified');
    assert.ok(outcome.findings.length > rules.length);
    assert.equal(outcome.findings.filter(({ rule }) => rule === 'paths are case-sensitive').length, 15);
  });
});

test('verify says in one line that nobody listens, exit 3', async () => {
  const { code, stdout, stderr } = await sandbox.run(['verify', 'http://127.0.0.1:1/']);
  assert.deepEqual([code, stdout], [EXIT.target, '']);
  assert.match(stderr, /^error: target "127\.0\.0\.1:1".*ECONNREFUSED\nhint: .*\n$/);
});

test('several are verified in turn: one that does not run is told beside the others, exit 3', async () => {
  const { code, stdout } = await sandbox.run(['verify', 'http://127.0.0.1:1/', 'node-http', '--seed', '1']);
  assert.equal(code, EXIT.target);
  const [absent, kept, totals] = stdout.trimEnd().split('\n\n');
  assert.match(absent ?? '', /^127\.0\.0\.1:1: not verified: .*ECONNREFUSED.*\)$/s);
  assert.match(kept ?? '', /^node-http: .* all kept, seed 1$/);
  assert.equal(totals, '2 targets: 1 keeps the contract, 1 not verified');
});
