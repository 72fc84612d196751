// Runs the compiled tests with node's own runner. `--unit` leaves out what starts whole programs; other words filter paths.
// `--targets` builds the bundled targets and tests them instead; other words are then their names.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const args = process.argv.slice(2);
const unitOnly = args.includes('--unit');
const targetsOnly = args.includes('--targets');
const words = args.filter((arg) => !arg.startsWith('--'));
const filters = targetsOnly ? ['built/'] : words;
const SLOW = ['cli/', 'e2e/', 'package/'];
// What these need takes minutes to build, with tools that not every machine has.
const BUILT = ['built/'];
// What these assert compares times: others beside them would be measured as well.
const ALONE = ['e2e/comparisons', 'load/known-delays'];
// These neither start a program nor wait. A process of its own, which loads and compiles the same modules once more, costs
// more than most of them do, so that a few processes share them.
const TOGETHER = [
  ...['analysis/', 'architecture/', 'config/', 'experiment/', 'machine/doctor/', 'model/', 'project/', 'prove/', 'report/'],
  ...['scenario/', 'stats/', 'store/', 'units/'],
  ...['cli/errors', 'cli/forecast-text', 'cli/frame', 'cli/help-details', 'cli/listings', 'cli/measure', 'cli/verify-text'],
  ...['cli/command-words', 'cli/parameter-words', 'cli/screen', 'cli/search-lines', 'cli/terminal', 'cli/completion/shell'],
  ...['contract/body-hash', 'contract/crc32', 'contract/random'],
  ...['docs/api', 'docs/architecture', 'docs/load', 'docs/measurement', 'docs/scenarios', 'docs/targets'],
  ...['load/arrivals', 'load/error-budget', 'load/hpack', 'load/merge-threads', 'load/request-bytes', 'load/response-'],
  ...['load/segment', 'load/stream-fuzz', 'load/template-requests', 'load/tick-board', 'load/zipf'],
  ...['session/choose-', 'session/exit-code', 'session/gate-plan', 'session/interim-teller', 'session/launch-settings'],
  ...['session/load-exit-code', 'session/profiles', 'session/watch-run'],
  ...['target/listeners', 'target/container/compose-model', 'target/container/parsing', 'target/container/run-arguments'],
];
const APART = [
  ...['experiment/live-cell', 'experiment/machine-watch', 'experiment/search-load', 'experiment/warm-up'],
  'report/html/browser',
];
const PROCESSES_TOGETHER = 5;
// These need the package: one process packs and installs it once.
const PACKED = ['package/'];
// The dearest at first, then what shares a process, and the many small ones last: nobody should work alone at the end.
const FIRST = [
  ...['e2e/gate.', 'e2e/equal-load', 'e2e/modes', 'report/html/browser', 'e2e/gate-base', 'session/search'],
  ...['load/hostile.', 'e2e/failing-targets', 'target/container/container-instance', 'e2e/never-plainly-faster'],
  ...['e2e/', 'contract/rules', 'contract/verify', 'session/base-ref', 'target/container/'],
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

const scratch = mkdtempSync(join(tmpdir(), 'perfcmp-tests-'));
process.on('exit', () => rmSync(scratch, { recursive: true }));

const inCompany = files.filter((file) => !isOf(ALONE, file));
const together = inCompany.filter((file) => isOf(TOGETHER, file) && !isOf(APART, file));
const packed = inCompany.filter((file) => isOf(PACKED, file));
const apart = inCompany.filter((file) => !together.includes(file) && !packed.includes(file));
const ordered = [
  ...pathsOf(firstOnes(apart)),
  ...sharing('packed', packed),
  ...dealt(together, PROCESSES_TOGETHER).flatMap((some, turn) => sharing(`together-${turn + 1}`, some)),
  ...pathsOf(apart.filter((file) => !isOf(FIRST, file))),
];
const failed = [await run(ordered, 3), await run(pathsOf(files.filter((file) => isOf(ALONE, file))), 1)];
process.exit(failed.includes(true) ? 1 : 0);

/** A module that loads some files, so that they share a process; none for no files. */
function sharing(name: string, some: readonly string[]): string[] {
  if (some.length === 0) return [];
  const path = join(scratch, `${name}.mjs`);
  const imports = some.map((file) => `import ${JSON.stringify(pathToFileURL(join(root, file)).href)};\n`);
  writeFileSync(path, imports.join(''));
  return [path];
}

/** In turn, because neighbours are alike in what they cost. */
function dealt(some: readonly string[], hands: number): string[][] {
  return Array.from({ length: hands }, (_, hand) => some.filter((_, index) => index % hands === hand));
}

function pathsOf(some: readonly string[]): string[] {
  return some.map((file) => relative(process.cwd(), join(root, file)));
}

function isOf(places: readonly string[], file: string): boolean {
  return places.some((place) => file.startsWith(place));
}

/** Those that have a place in FIRST, in its order. */
function firstOnes(some: readonly string[]): string[] {
  const place = (file: string): number => FIRST.findIndex((one) => file.startsWith(one));
  return some.filter((file) => place(file) >= 0).toSorted((a, b) => place(a) - place(b));
}

/** Runs some files, so many at once; true: not all of their tests passed. */
async function run(paths: readonly string[], atOnce: number): Promise<boolean> {
  if (paths.length === 0) return false;
  const timeoutMs = targetsOnly ? 1_200_000 : 180_000;
  const options = ['--test', `--test-concurrency=${atOnce}`, `--test-timeout=${timeoutMs}`, '--enable-source-maps'];
  const env = targetsOnly ? { ...process.env, PERFCMP_TEST_TARGETS: words.join(',') } : process.env;
  const [code] = await once(spawn(process.execPath, [...options, ...paths], { stdio: 'inherit', env }), 'exit');
  return code !== 0;
}
