import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { verifyContract } from '../../src/contract/verify.js';
import { residentBytes } from '../../src/machine/resident.js';
import type { TargetManifest } from '../../src/model/target.js';
import { BUILTIN_SCENARIOS } from '../../src/scenario/builtin.js';
import { askScenarios } from '../helpers/asked-scenarios.js';
import { type RunningTarget, type TargetStart, withTarget } from '../targets/running-target.js';

/** What a bundled target promises beside its answers, in whatever language it is written. */
export async function checkPromises(t: TestContext, manifest: TargetManifest, start: TargetStart): Promise<void> {
  const { name: target, implements: endpoints } = manifest;
  const dataDir = mkdtempSync(join(tmpdir(), 'perfcmp-data-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const run = <T>(env: Readonly<Record<string, string>>, use: (running: RunningTarget) => Promise<T>): Promise<T> =>
    withTarget(start, { PERFCMP_DATA_DIR: dataDir, ...env }, use);

  await t.test('keeps the contract in what it implements', async () => {
    const { findings } = await run({}, ({ endpoint }) =>
      verifyContract({
        endpoint,
        target,
        healthName: target,
        endpoints,
        seed: 11,
        dataDir,
        rssBytesOf: residentBytes,
      }),
    );
    assert.deepEqual(
      findings.filter(({ level }) => level === 'fail'),
      [],
    );
  });

  await t.test('answers the scenarios it takes part in', async () => {
    const own = BUILTIN_SCENARIOS.filter((scenario) => scenario.endpoints?.every((one) => endpoints.includes(one)));
    for (const env of new Set(own.map((scenario) => JSON.stringify(scenario.env)))) {
      const scenarios = own.filter((scenario) => JSON.stringify(scenario.env) === env);
      const { problems } = await run(JSON.parse(env) as Record<string, string>, ({ endpoint }) =>
        askScenarios({ endpoint, dataDir }, target, scenarios),
      );
      assert.deepEqual(
        problems.filter(({ level }) => level === 'fail'),
        [],
      );
    }
  });

  if (endpoints.includes('benchmark')) {
    await t.test('finishes what is in flight after SIGTERM and ends with 0', async () => {
      await run({ PERFCMP_BENCH_DELAY_US: '400000' }, async (running) => {
        const inFlight = fetch(`${running.url}/benchmark`);
        // Asked after it and answered: the request before is in the server's hands.
        await (await fetch(`${running.url}/health`)).arrayBuffer();
        const ended = once(running.process, 'exit');
        running.process.kill('SIGTERM');
        assert.equal((await inFlight).status, 200);
        assert.deepEqual(await ended, [0, null]);
      });
    });
  }

  await t.test('ends when its stdin is closed', async () => {
    await run({}, async ({ process: child }) => {
      const ended = once(child, 'exit');
      child.stdin?.end();
      assert.deepEqual(await ended, [0, null]);
    });
  });

  await t.test('refuses to listen where others could reach it', async () => {
    await assert.rejects(
      run({ HOST: '0.0.0.0' }, async () => {}),
      /ended with 2 before it answered: .*0\.0\.0\.0/s,
    );
  });

  await t.test("takes what cannot be decoded for the client's fault", async () => {
    await run({}, async ({ url }) => {
      if (endpoints.includes('cached')) assert.equal((await fetch(`${url}/cached/%zz`)).status, 400);
      if (!endpoints.includes('zero-copy')) return;
      const notGzip = { method: 'POST', body: 'abc', headers: { 'Content-Encoding': 'gzip' } };
      const { status } = await fetch(`${url}/zero-copy`, notGzip);
      // Bytes are bytes, unless the framework's body parser inflates them.
      assert.ok(status === 200 || status === 400, String(status));
    });
  });

  if (endpoints.includes('files-process')) {
    await t.test('reads nothing of the folder for temporary files where it is given no folder', async () => {
      writeFileSync(join(dataDir, 'a.txt'), 'of somebody else');
      await run({ PERFCMP_DATA_DIR: '' }, async ({ url, process: child }) => {
        const body = JSON.stringify({ files: [`${basename(dataDir)}/a.txt`] });
        const answer = await fetch(`${url}/files/process`, { method: 'POST', body });
        const told = (await answer.json()) as { processing_result: { failed_files: number } };
        assert.equal(told.processing_result.failed_files, 1);
        // In good order, so that it takes its own folder with it.
        child.kill('SIGTERM');
        await once(child, 'exit');
      });
    });
  }
}
