import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-startup-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const root = new URL('../../../', import.meta.url);
const bin = fileURLToPath(new URL('bin/perfcmp.js', root));
const recorder = pathToFileURL('test/fixtures/records-modules.mjs').href;

/** The modules that a program loads, as paths from the root; those of packages begin with node_modules/. */
function modulesOf(...args: readonly string[]): string[] {
  const list = join(scratch, 'modules');
  rmSync(list, { force: true });
  const env = { PATH: process.env.PATH, MODULE_LIST: list };
  const { status, stderr } = spawnSync(process.execPath, ['--import', recorder, ...args], { env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const urls = existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : [];
  return urls.flatMap((url) => (url.startsWith(root.href) ? url.slice(root.href.length) : []));
}

function packagesOf(modules: readonly string[]): string[] {
  return [...new Set(modules.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []))].sort();
}

function foldersOf(modules: readonly string[]): string[] {
  return [...new Set(modules.flatMap((path) => /^dist\/src\/([^/]+)\//.exec(path)?.[1] ?? []))].sort();
}

test('help and version load the command line and nothing that measures', () => {
  for (const args of [['--help'], ['run', '--help'], ['--version'], ['completion', 'bash']]) {
    const modules = modulesOf(bin, ...args);
    assert.deepEqual(packagesOf(modules), ['commander'], args.join(' '));
    assert.deepEqual(foldersOf(modules), ['cli', 'config', 'model', 'report', 'session', 'units'], args.join(' '));
    // Each costs about half a millisecond; a number far beyond this is an import that belongs behind a command.
    assert.ok(modules.length < 75, `${modules.length}: ${modules.join(' ')}`);
  }
});

test('completing words loads no more than that, names of targets included', () => {
  for (const line of ['perfcmp run --qu', 'perfcmp run --mode ', 'perfcmp ca', 'perfcmp run expr']) {
    assert.deepEqual(packagesOf(modulesOf(bin, '__complete', 'bash', line)), ['commander'], line);
  }
});

test('a program that only imports perfcmp, as a config file does, loads no package', () => {
  const script = `import { defineConfig } from ${JSON.stringify(new URL('dist/src/index.js', root).href)}; defineConfig({});`;
  const modules = modulesOf('--input-type=module', '-e', script);
  assert.deepEqual(packagesOf(modules), []);
  assert.ok(modules.includes('dist/src/index.js'));
  assert.ok(modules.length < 15, modules.join(' '));
});
