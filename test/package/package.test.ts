import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packPackage } from './packed.js';

const packed = packPackage();

const MIB = 1024 * 1024;

test('the package holds what it needs, and nothing that was left over', (context) => {
  const paths = packed.files.map(({ path }) => path);
  const tops = new Set(paths.map((path) => path.split('/')[0]));
  const known = ['bin', 'dist', 'targets', 'presets', 'docs'];
  const files = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
  assert.deepEqual([...tops].sort(), [...known, ...files].sort());
  for (const path of ['bin/perfcmp.js', 'dist/src/index.js', 'dist/src/index.d.ts', 'targets/node-http/target.json']) {
    assert.ok(paths.includes(path), path);
  }
  const left =
    /(^|\/)(node_modules|__pycache__|\.venv|test|tests)\/|^targets\/[^/]+\/target\/|\.(map|got|log|tgz|tsbuildinfo)$/;
  assert.deepEqual(
    paths.filter((path) => left.test(path)),
    [],
  );
  const bin = packed.files.find(({ path }) => path === 'bin/perfcmp.js');
  assert.equal((bin?.mode ?? 0) & 0o111, 0o111);
  const listing = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  if (listing.status !== 0) return context.diagnostic('git cannot say here which files belong to the repository');
  const tracked = new Set(listing.stdout.split('\0'));
  assert.deepEqual(
    paths.filter((path) => !path.startsWith('dist/') && !tracked.has(path)),
    [],
  );
});

test('what packed documents show and lead to is in the package, but for what is of its development', () => {
  const paths = new Set(packed.files.map(({ path }) => path));
  const links = [...paths].filter((path) => path.endsWith('.md') && !path.startsWith('targets/')).flatMap(linksOf);
  assert.ok(links.some(([, to]) => to === 'docs/images/report.png'));
  assert.deepEqual(
    links.filter(([, to]) => !paths.has(to)).map(([from, to]) => `${from}: ${to}`),
    [
      'README.md: CONTRIBUTING.md',
      'docs/ARCHITECTURE.md: test/architecture/imports.test.ts',
      'docs/ARCHITECTURE.md: reports/README.md',
    ],
  );
});

/** A document with each file that it links to, both by their paths from the root. */
function linksOf(document: string): (readonly [from: string, to: string])[] {
  const links = readFileSync(document, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g);
  return [...links].map(([, path = '']) => [document, join(dirname(document), path)] as const);
}

test('the package is small', () => {
  assert.ok(packed.unpackedSize < 5 * MIB, `${packed.unpackedSize} bytes unpacked`);
  // With the README's picture.
  assert.ok(packed.tarball.length < 1.75 * MIB, `${packed.tarball.length} bytes packed`);
});

test('what is installed with it is little', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean }>;
  };
  const installed = Object.entries(lock.packages).flatMap(([path, { dev, optional }]) =>
    path === '' || dev || optional ? [] : [path],
  );
  const bytes = installed.map(bytesIn).reduce((sum, size) => sum + size, 0);
  assert.ok(installed.length <= 40, `${installed.length} packages: ${installed.join(' ')}`);
  assert.ok(bytes < 13 * MIB, `${bytes} bytes`);
});

/** Of the files of a package, without packages inside it, which are counted themselves. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? bytesIn(path) : statSync(path).size;
    })
    .reduce((sum, size) => sum + size, 0);
}

test('publint finds nothing wrong with the package', async () => {
  const { buffer, byteOffset, byteLength } = packed.tarball;
  const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg, { color: false })),
    [],
  );
});

test('the types are right for everybody who can import the package', async () => {
  const result = await checkPackage(createPackageFromTarballData(packed.tarball));
  assert.ok(result.types !== false && result.types.kind === 'included');
  // That CommonJS cannot require a module is so by intention, and Node says it by itself.
  const problems = result.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM');
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.keys(result.entrypoints).sort(), ['.', './package.json']);
});

test('the installed program works with what it depends on and nothing else', () => {
  const program = join('node_modules', 'perfcmp', 'bin', 'perfcmp.js');
  assert.match(packed.run(process.execPath, [program, '--version']), /^perfcmp \d+\.\d+\.\d+ {2}\w+-\w+ {2}node \d/);
  const listing = JSON.parse(packed.run(process.execPath, [program, 'list', '--format', 'json'])) as {
    targets: { name: string }[];
    presets: { name: string }[];
  };
  assert.ok(listing.targets.some(({ name }) => name === 'express'));
  assert.ok(listing.presets.some(({ name }) => name === 'article'));
});
