import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CONTRACT_ENDPOINTS } from '../../src/contract/endpoints.js';
import { lockedVersion } from '../../src/target/locked-version.js';
import { parseManifest } from '../../src/target/manifest.js';
import { targetFile } from './running-target.js';

interface Manifest {
  readonly name: string;
  readonly start: readonly string[];
  readonly sources: readonly string[];
  readonly implements: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const names = readdirSync(targetFile('')).filter((name) => existsSync(targetFile(`${name}/target.json`)));

function read(path: string): string {
  return readFileSync(targetFile(path), 'utf8');
}

function buildsWithNpm(name: string): boolean {
  return existsSync(targetFile(`${name}/package.json`)) || /"npm", "(ci|install)"/.test(read(`${name}/target.json`));
}

for (const name of names) {
  test(`${name} is described truthfully`, () => {
    const manifest = JSON.parse(read(`${name}/target.json`)) as Manifest;
    assert.equal(manifest.name, name);
    if (manifest.start[0] === 'node') assert.equal(manifest.env.NODE_ENV, 'production');
    assert.deepEqual(
      manifest.sources.filter((source) => !existsSync(join(targetFile(name), source))),
      [],
    );
    const known = CONTRACT_ENDPOINTS.map((endpoint) => endpoint.name);
    assert.deepEqual(
      manifest.implements.filter((endpoint) => !known.includes(endpoint)),
      [],
    );
  });

  if (!buildsWithNpm(name)) continue;
  test(`the packages of ${name} are locked without a registry's address`, () => {
    const lock = JSON.parse(read(`${name}/package-lock.json`)) as {
      packages: Record<string, { integrity?: string; resolved?: string }>;
    };
    const { '': own, ...packages } = lock.packages;
    const { dependencies = {} } = JSON.parse(read(`${name}/package.json`)) as { dependencies?: Record<string, string> };
    assert.deepEqual((own as { dependencies?: Record<string, string> }).dependencies ?? {}, dependencies);
    assert.deepEqual(
      Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined || entry.integrity === undefined),
      [],
    );
  });
}

for (const name of names.filter((one) => existsSync(targetFile(`${one}/requirements.txt`)))) {
  test(`the packages of ${name} are locked with their hashes and without an index's address`, () => {
    const requirements = read(`${name}/requirements.txt`)
      .replaceAll('\\\n', '')
      .split('\n')
      .filter((line) => !/^\s*(#|$)/.test(line));
    assert.deepEqual(
      requirements.filter((line) => !/^[\w.-]+==\S+( +--hash=sha256:[0-9a-f]{64})+$/.test(line)),
      [],
    );
  });
}

for (const name of names.filter((one) => existsSync(targetFile(`${one}/go.mod`)))) {
  test(`every module that ${name} asks for is locked`, () => {
    const asked = [...read(`${name}/go.mod`).matchAll(/^\s+(\S+\.\S+\/\S+ v\S+)/gm)].map(([, module = '']) => module);
    const locked = asked.length === 0 ? '' : read(`${name}/go.sum`);
    assert.deepEqual(
      asked.filter((module) => !locked.includes(`${module} h1:`)),
      [],
    );
  });
}

for (const name of names.filter((candidate) => existsSync(targetFile(`${candidate}/Cargo.toml`)))) {
  test(`the crates of ${name} are locked, and its version is the lock's`, async () => {
    const lock = read(`${name}/Cargo.lock`);
    const sources = new Set([...lock.matchAll(/^source = "(.*)"$/gm)].map(([, source]) => source));
    assert.deepEqual([...sources], ['registry+https://github.com/rust-lang/crates.io-index']);
    const manifest = parseManifest(JSON.parse(read(`${name}/target.json`)), targetFile(name));
    assert.deepEqual(
      manifest.build.filter(({ command }) => command[0] === 'cargo' && !command.includes('--locked')),
      [],
    );
    assert.match((await lockedVersion(manifest)) ?? 'none', /^\d+\.\d+\.\d+$/);
  });
}
