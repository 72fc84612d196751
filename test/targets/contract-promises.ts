import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { verifyContract } from '../../src/contract/verify.js';
import { BUILTIN_SCENARIOS } from '../../src/scenario/builtin.js';
import { askScenarios } from '../helpers/asked-scenarios.js';
import { type RunningTarget, targetFile, withTarget } from './running-target.js';

/** The tests every bundled contract target has to pass; `file` resolves to its built server. */
export function testContractTarget(name: string, file: () => string): void {
  test(`${name} keeps the whole contract, and answers every built-in scenario of what it implements`, async () => {
    const endpoints = implementedBy(name);
    const scenarios = BUILTIN_SCENARIOS.filter((one) => one.endpoints?.every((of) => endpoints.includes(of)) ?? true);
    const [findings, problems] = await withDataDir((dataDir) =>
      withTarget(file(), { PERFCMP_DATA_DIR: dataDir }, async ({ endpoint }) => {
        const verified = await verifyContract({
          endpoint,
          target: name,
          healthName: name,
          endpoints,
          seed: 11,
          dataDir,
        });
        return [verified.findings, (await askScenarios({ endpoint, dataDir }, name, scenarios)).problems];
      }),
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(problems, []);
  });

  test(`${name} does not wait when told not to, and keeps the cache within its size, the least recently used thrown out first`, async () => {
    const [answer, states] = await withTarget(
      file(),
      { PERFCMP_BENCH_DELAY_US: '0', PERFCMP_CACHE_MAX: '2', PERFCMP_CACHE_DELAY_MS: '1' },
      async ({ url }) => {
        const prompt = await readJson(`${url}/benchmark`);
        const seen: string[] = [];
        for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
          const response = await fetch(`${url}/cached/${key}`);
          await response.arrayBuffer();
          seen.push(`${key} ${response.headers.get('x-cache')}`);
        }
        return [prompt, seen] as const;
      },
    );
    assert.equal(answer.wait_us, 0);
    assert.deepEqual(states, ['a MISS', 'b MISS', 'a HIT', 'c MISS', 'a HIT', 'b MISS']);
  });

  test(`${name} finishes what is in flight after SIGTERM and ends with 0`, async () => {
    await withTarget(file(), { PERFCMP_CACHE_DELAY_MS: '300' }, async (target) => {
      const inFlight = readJson(`${target.url}/cached/slow`);
      await untilCounted(target);
      const ended = once(target.process, 'exit');
      target.process.kill('SIGTERM');
      assert.equal((await inFlight).key, 'slow');
      assert.deepEqual(await ended, [0, null]);
    });
  });

  test(`${name} ends when its stdin is closed`, async () => {
    await withTarget(file(), {}, async ({ process: child }) => {
      const ended = once(child, 'exit');
      child.stdin?.end();
      assert.deepEqual(await ended, [0, null]);
    });
  });

  test(`${name} refuses to listen where others could reach it`, async () => {
    await assert.rejects(
      withTarget(file(), { HOST: '0.0.0.0' }, async () => {}),
      /ended with 2 before it answered: HOST: 0\.0\.0\.0 is not loopback/,
    );
  });
}

async function withDataDir<T>(use: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'perfcmp-data-'));
  try {
    return await use(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

function implementedBy(name: string): readonly string[] {
  return JSON.parse(readFileSync(targetFile(`${name}/target.json`), 'utf8')).implements;
}

/** A miss is counted when it begins: from then on the slow request is in the server's hands. */
async function untilCounted({ url }: RunningTarget): Promise<void> {
  while ((await readJson(`${url}/cache/stats`)).cache_misses === 0);
}

async function readJson(url: string): Promise<Record<string, unknown>> {
  return (await (await fetch(url)).json()) as Record<string, unknown>;
}
