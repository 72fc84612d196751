import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { engineProgram } from '../../src/target/container/engine.js';
import { createSandbox } from './program.js';
import { reportIn } from './reports.js';

// The stand-in shows that perfcmp does what docker asks for; whether docker does, only docker can say.
const TAG = `perfcmp-test-${process.pid}`;
const STATIC_BUSYBOX = ['/bin/busybox', '/usr/bin/busybox', '/usr/local/bin/busybox'];

function engine(...args: string[]): { readonly ok: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(engineProgram(), args, { encoding: 'utf8', timeout: 60_000 });
  return { ok: status === 0, said: `${stdout ?? ''}${stderr ?? ''}` };
}

/** What the image is made from: a base that is here, or a program that needs none; null: neither. */
function recipe(folder: string): string | null {
  const serve = 'EXPOSE 80\nCMD ["/bin/busybox", "httpd", "-f", "-p", "80", "-h", "/www"]\n';
  if (engine('image', 'inspect', 'busybox').ok) return `FROM busybox\nCOPY index.html /www/\n${serve}`;
  const program = STATIC_BUSYBOX.filter(existsSync).find((file) => spawnSync('ldd', [file]).status !== 0);
  if (program === undefined) return null;
  copyFileSync(program, join(folder, 'busybox'));
  return `FROM scratch\nCOPY busybox /bin/busybox\nCOPY index.html /www/\n${serve}`;
}

function reasonAgainst(): string | false {
  const { ok, said } = engine('version', '--format', '{{json .}}');
  return ok ? false : `no engine answers to ${engineProgram()}: ${said.trim().split('\n').at(-1)}`;
}

test('a real container is measured and gone', { skip: reasonAgainst() }, async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'perfcmp-image-'));
  const sandbox = createSandbox();
  try {
    const dockerfile = recipe(folder);
    if (dockerfile === null)
      return context.skip('needs the image busybox, or a static busybox, to build an image from');
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    writeFileSync(join(folder, 'index.html'), 'hello\n');
    execFileSync(engineProgram(), ['build', '--tag', TAG, folder], { stdio: 'ignore' });
    const env = { DOCKER_HOST: process.env.DOCKER_HOST, PERFCMP_DOCKER: process.env.PERFCMP_DOCKER };
    const { code, stdout, stderr } = await sandbox.run(
      ['run', `docker:${TAG}`, '--format', 'json', '--launches', '1', '--blocks', '2', '--warmup', '200ms', '-c', '4'],
      env,
    );
    const [measurement] = reportIn(stdout).measurements;
    assert.ok(code !== 3 && (measurement?.throughput.value ?? 0) > 0, stderr);
    assert.equal(engine('ps', '--all', '--quiet', '--filter', 'label=perfcmp').said.trim(), '');
  } finally {
    engine('image', 'rm', '--force', TAG);
    sandbox.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});
