// Runs the compiled tests with node's own runner. `--unit` leaves out what starts whole programs; other words filter paths.
// `--targets` builds the bundled targets and tests them instead; other words are then their names.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const unitOnly = args.includes('--unit');
const targetsOnly = args.includes('--targets');
const words = args.filter((arg) => !arg.startsWith('--'));
const filters = targetsOnly ? ['built/'] : words;
const SLOW = ['cli/', 'e2e/', 'package/'];
// What these need takes minutes to build, with tools that not every machine has.
const BUILT = ['built/'];
// What these assert compares times, or counts what a machine had time for: others beside them would be measured as well.
const ALONE = [
  'e2e/comparisons',
  'load/balance',
  'load/engines',
  'load/generator',
  'load/growth',
  'load/known-delays',
  'load/short-connections',
  'load/slices',
  'machine/cpu',
];
// These load, too, but wait most of the time, and have passed beside one another on a machine that was twenty times as busy.
const BESIDE_ONE = [
  'e2e/gate-base',
  'e2e/gate.',
  'e2e/load',
  'experiment/warm-up',
  'load/closed-loop',
  'load/hostile',
  'load/open-loop',
  'load/think',
  'machine/process-tree',
  'session/load',
  'session/search',
];
// Whole programs wait for servers, for timeouts and for each other more than they work: the last ones should not be alone.
const FIRST = [
  ...['e2e/equal-load', 'e2e/modes', 'e2e/failing-targets', 'e2e/never-plainly-faster', 'session/search'],
  ...['e2e/', 'package/', 'api/', 'session/', 'cli/', 'target/', 'contract/'],
];

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => isOf(BUILT, file) === targetsOnly)
  .filter((file) => !unitOnly || !isOf(SLOW, file))
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  .sort();

if (files.length === 0) {
  process.stderr.write(`no test file matches: ${filters.join(' ')}\n`);
  process.exit(1);
}

const failed = [
  await run(firstOnes(files.filter((file) => !isOf([...BESIDE_ONE, ...ALONE], file))), 3),
  await run(firstOnes(files.filter((file) => isOf(BESIDE_ONE, file))), 2),
  await run(
    files.filter((file) => isOf(ALONE, file)),
    1,
  ),
];
process.exit(failed.includes(true) ? 1 : 0);

function isOf(places: readonly string[], file: string): boolean {
  return places.some((place) => file.startsWith(place));
}

/** The dearest at first: a place in FIRST, then all others. */
function firstOnes(some: readonly string[]): string[] {
  const place = (file: string): number => [...FIRST.map((one) => file.startsWith(one)), true].indexOf(true);
  return some.toSorted((a, b) => place(a) - place(b));
}

/** Runs some files, so many at once; true: not all of their tests passed. */
async function run(some: readonly string[], atOnce: number): Promise<boolean> {
  if (some.length === 0) return false;
  const paths = some.map((file) => relative(process.cwd(), join(root, file)));
  const timeoutMs = targetsOnly ? 1_200_000 : 180_000;
  const options = ['--test', `--test-concurrency=${atOnce}`, `--test-timeout=${timeoutMs}`, '--enable-source-maps'];
  const env = targetsOnly ? { ...process.env, PERFCMP_TEST_TARGETS: words.join(',') } : process.env;
  const [code] = await once(spawn(process.execPath, [...options, ...paths], { stdio: 'inherit', env }), 'exit');
  return code !== 0;
}
