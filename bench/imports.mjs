// Milliseconds that node takes to start, to import a package or a part of perfcmp, and to answer --help and --version, each
// in a process of its own, in turn; `node bench/imports.mjs [rounds]`. The median, and what it is above node alone.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 15);
const path = (relative) => fileURLToPath(new URL(`../${relative}`, import.meta.url));
const importing = (name) => ['--input-type=module', '-e', `import ${JSON.stringify(name)};`];

const starts = {
  'node alone': ['--input-type=module', '-e', '0'],
  ...Object.fromEntries(
    ['commander', 'chalk', 'zod', 'undici', 'execa', 'jiti', 'cli-table3', 'hdr-histogram-js'].map((name) => [
      name,
      importing(name),
    ]),
  ),
  'the API (dist/src/index.js)': importing(path('dist/src/index.js')),
  'the command line (dist/src/cli/program.js)': importing(path('dist/src/cli/program.js')),
  'perfcmp --help': [path('bin/perfcmp.js'), '--help'],
  'perfcmp run --help': [path('bin/perfcmp.js'), 'run', '--help'],
  'perfcmp --version': [path('bin/perfcmp.js'), '--version'],
  'a TAB: perfcmp run --mode': [path('bin/perfcmp.js'), '__complete', 'bash', 'perfcmp run --mode '],
  'a TAB: perfcmp run expr': [path('bin/perfcmp.js'), '__complete', 'bash', 'perfcmp run expr'],
};

const times = Object.fromEntries(Object.keys(starts).map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, args] of Object.entries(starts)) {
    const startMs = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    times[name].push(performance.now() - startMs);
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const bare = median(times['node alone']);
for (const [name, all] of Object.entries(times)) {
  const ms = median(all);
  console.log(`${name.padEnd(44)} ${ms.toFixed(0).padStart(4)} ms   +${(ms - bare).toFixed(0)}`);
}
console.log(`median of ${rounds}; node ${process.versions.node}`);
