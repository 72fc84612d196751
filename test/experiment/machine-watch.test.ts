import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { MachineWatch } from '../../src/experiment/machine-watch.js';

const isLinux = process.platform === 'linux';

test('what a neighbour of this run uses is no foreign CPU', { skip: !isLinux }, async () => {
  const busy = spawn(process.execPath, ['-e', 'console.log(1); for (;;);'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    await once(busy.stdout, 'data');
    let neighbourNs = 5e9;
    const [stranger, known, unseen] = [new MachineWatch(), new MachineWatch(), new MachineWatch()];
    stranger.start([]);
    known.start([{ cpuNs: () => neighbourNs }]);
    unseen.start([{ cpuNs: () => null }]);
    let foreignCores: number | null = 0;
    const deadline = performance.now() + 10_000;
    while (foreignCores === 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      foreignCores = stranger.stop(0).foreignCores;
    }
    assert.ok((foreignCores ?? 0) > 0);
    assert.ok((unseen.stop(0).foreignCores ?? 0) > 0);
    // More than all cores could have used.
    neighbourNs += 1e15;
    assert.equal(known.stop(0).foreignCores, 0);
  } finally {
    busy.kill('SIGKILL');
    await once(busy, 'exit');
  }
});
