// Milliseconds that node takes to start, to import a package or a part of perfcmp, and to answer --help and --version, each
// in a process of its own, in turn; `node bench/imports.mjs [rounds]`. Medians of the time, and of the CPU time, which other
// work on the machine does not change as much, with what it is above node alone.
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

// Told at the end of each process by itself.
const TELL_CPU =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); " +
  'process.stderr.write(String((user + system) / 1000)); });';
const preload = `--import=data:text/javascript,${encodeURIComponent(TELL_CPU)}`;

const runs = Object.fromEntries(Object.keys(starts).map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, args] of Object.entries(starts)) {
    const startMs = performance.now();
    const { status, stderr } = spawnSync(process.execPath, [preload, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    runs[name].push({ wall: performance.now() - startMs, cpu: Number(stderr) });
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const of = (name, kind) => median(runs[name].map((run) => run[kind]));
const padded = (ms) => ms.toFixed(0).padStart(4);
for (const name of Object.keys(starts)) {
  const cpu = of(name, 'cpu');
  const above = padded(cpu - of('node alone', 'cpu'));
  console.log(`${name.padEnd(44)} ${padded(of(name, 'wall'))} ms   ${padded(cpu)} ms of CPU, +${above}`);
}
console.log(`median of ${rounds}; node ${process.versions.node}`);
