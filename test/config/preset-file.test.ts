import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { listPresets } from '../../src/config/preset-file.js';
import { type RunInput, resolveRun } from '../../src/config/resolve-run.js';
import type { UserConfig } from '../../src/config/user-config.js';
import { ConfigError } from '../../src/errors.js';
import type { RunConfig } from '../../src/model/config.js';
import { BUILTIN_SCENARIOS } from '../../src/scenario/builtin.js';

const folder = mkdtempSync(join(tmpdir(), 'perfcmp-preset-'));
after(() => rmSync(folder, { recursive: true }));

function article(parts: Partial<RunInput> = {}): RunConfig {
  const { flags = {}, positionals = [], file = null, env = {} } = parts;
  return resolveRun({ positionals, flags: { preset: 'article', ...flags }, file, env });
}

function problemsOf(parts: Partial<RunInput>): string[] {
  try {
    article(parts);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ where, message, hint }) => `${where}: ${message} (${hint})`);
  }
  return [];
}

function words({ targets }: RunConfig): string[] {
  return targets.map((target) => (target.kind === 'word' ? target.word : target.kind));
}

function presetFile(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test('the bundled presets can be read, and are listed with what they are', () => {
  assert.deepEqual(
    listPresets().map(({ name }) => name),
    ['article'],
  );
});

test('article asks every built-in scenario of its three systems, and has claims about each', () => {
  const config = article();
  assert.deepEqual(words(config), ['hyperlane', 'express', 'spring-boot']);
  assert.deepEqual([config.baseline, config.launches, config.durationMs], [null, 3, 5000]);
  const names = BUILTIN_SCENARIOS.map(({ name }) => name).sort();
  assert.deepEqual([...(config.scenarios ?? [])].sort(), names);
  const { shapes = [], claims = [] } = config.preset ?? {};
  assert.deepEqual(
    shapes.map(({ name, connections, threads, durationMs }) => [name, connections, threads, durationMs]),
    [
      ['as-claimed', 400, 12, 30_000],
      ['fair', { perCore: 32 }, 1, 10_000],
    ],
  );
  assert.equal(new Set(claims.map(({ id }) => id)).size, claims.length);
  const ratios = claims.filter((claim) => claim.kind === 'throughput-ratio');
  for (const base of ['express', 'spring-boot']) {
    const asked = ratios.filter((claim) => claim.base === base).map(({ scenario }) => scenario);
    assert.deepEqual([...new Set(asked)].sort(), names, `against ${base}`);
  }
  assert.ok(claims.every(({ source }) => source.length > 0));
});

test('quick has its own lengths', () => {
  const { launches, durationMs, preset } = article({ flags: { quick: true } });
  assert.deepEqual([launches, durationMs, preset?.shapes.map((shape) => shape.durationMs)], [1, 1200, [4000, 3000]]);
});

test('what is given explicitly wins over a preset', () => {
  const config = article({ positionals: ['node-http'], flags: { launches: '7', duration: '2s', scenario: ['json'] } });
  assert.deepEqual([words(config), config.launches, config.scenarios], [['node-http'], 7, ['json']]);
  assert.deepEqual([config.durationMs, config.preset?.shapes.map((shape) => shape.durationMs)], [2000, [null, null]]);
  const { blocks, durationMs } = article({ flags: { blocks: '5' } });
  assert.deepEqual([blocks, durationMs], [5, null]);
  assert.equal(article({ env: { PERFCMP_WORKERS: 'native' } }).workers, 'native');
});

test('a preset that was asked for is stronger than a config file, one that the file names weaker', () => {
  const file: UserConfig = { targets: ['koa'], launches: 9, readyTimeout: '7s' };
  const asked = article({ file });
  assert.deepEqual([words(asked)[0], asked.launches, asked.readyTimeoutMs], ['hyperlane', 3, 7000]);
  const named = resolveRun({ positionals: [], flags: {}, env: {}, file: { preset: 'article', ...file } });
  assert.deepEqual([words(named), named.launches, named.durationMs], [['koa'], 9, 5000]);
});

test('what contradicts a preset is refused', () => {
  assert.deepEqual(problemsOf({ flags: { path: '/x', connections: '9', threads: '2' } }), [
    '--path: contradicts the preset, which says what is asked (leave one of the two out)',
    '-c/--connections: contradicts the preset, which says connections and threads (leave one of the two out)',
    '-t/--threads: contradicts the preset, which says connections and threads (leave one of the two out)',
  ]);
});

test('a preset that is unknown names those there are, and one of the file that is wrong says where', () => {
  assert.deepEqual(problemsOf({ flags: { preset: 'artcle' } }), [
    '--preset: there is no preset "artcle" (did you mean article?)',
  ]);
  assert.match(
    problemsOf({ flags: { preset: 'zzz' } })[0] ?? '',
    /\(choose from article, or name a file that ends in \.json\)/,
  );
  const wrong = presetFile('wrong.json', { title: '', options: { targets: 'all' }, claims: [{ kind: 'guess' }] });
  const problems = problemsOf({ flags: { preset: wrong } }).join('\n');
  for (const part of ['title', 'options.targets: must be a list', 'claims[0].kind'])
    assert.ok(problems.includes(part), problems);
  assert.match(problemsOf({ flags: { preset: join(folder, 'none.json') } })[0] ?? '', /none\.json cannot be read/);
});
