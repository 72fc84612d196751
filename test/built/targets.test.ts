import { describe, test } from 'node:test';
import type { TargetManifest } from '../../src/model/target.js';
import { buildTarget, missingTools } from '../../src/target/build.js';
import { discoverTargets } from '../../src/target/discover.js';
import type { TargetStart } from '../targets/running-target.js';
import { checkPromises } from './promises.js';

// Every bundled target that has to be built, built as `perfcmp build` does, in the user's cache: what has not changed
// since is not built again. Two at a time, since builds wait for the network and servers for their clients.
const wanted = (process.env.PERFCMP_TEST_TARGETS ?? '').split(',').filter((word) => word !== '');
const known = await discoverTargets();
const unknown = wanted.filter((word) => !known.some(({ name }) => name === word));
if (unknown.length > 0) throw new Error(`no such target: ${unknown.join(', ')}`);
const targets = known.filter(
  ({ name, build, role }) => role === null && (wanted.length === 0 ? build.length > 0 : wanted.includes(name)),
);

describe('bundled targets', { concurrency: 2 }, () => {
  for (const manifest of targets) {
    test(manifest.name, async (t) => {
      const missing = await missingTools(manifest);
      if (missing !== null) {
        t.skip(missing.message);
        return;
      }
      let start: TargetStart | null = null;
      await t.test('is built', async () => {
        start = await build(manifest, t.signal);
      });
      if (start !== null) await checkPromises(t, manifest, start);
    });
  }
});

async function build(manifest: TargetManifest, signal: AbortSignal): Promise<TargetStart> {
  const { folder } = await buildTarget(manifest, { signal });
  return { start: manifest.start, cwd: folder, env: manifest.env };
}
