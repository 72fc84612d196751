// A neighbour that comes and goes: a whole core for a while, then nothing for a while, both drawn from 0.2 to 3 s.
import { setTimeout as sleep } from 'node:timers/promises';

const parent = process.ppid;
const drawMs = () => 200 + Math.random() * 2800;

// Whoever is killed cannot end it.
while (process.ppid === parent) {
  const end = performance.now() + drawMs();
  while (performance.now() < end);
  await sleep(drawMs());
}
