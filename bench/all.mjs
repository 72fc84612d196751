// What is measured of the load generator, one after the other: requests beside its peers, then sizes and times of its own.
//
//   npm run bench                                       all of it, more than an hour; wants a machine that does nothing else
//   npm run bench -- --shape p1 --rounds 5 --tool wrk   options are those of generators.mjs, which then runs alone
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const options = process.argv.slice(2);
const SIZES_AND_TIMES = ['many-connections.mjs', 'memory.mjs', 'startup.mjs', 'pacing.mjs'];

for (const script of ['generators.mjs', ...(options.length === 0 ? SIZES_AND_TIMES : [])]) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { status } = spawnSync(process.execPath, [path, ...options], { stdio: 'inherit' });
  process.stdout.write('\n');
  if (status !== 0) process.exit(status ?? 1);
}
