// Runs the compiled tests with node's own runner. `--unit` leaves out what starts whole programs; other words filter paths.
// `--targets` builds the bundled targets and tests them instead; other words are then their names.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
// A gate judges by few and short slices: a machine that is busy all the time takes its right to that away. The servers of
// these wait, so that they may have one another's company.
const WAITING = ['e2e/gate', 'session/search.'];
// These neither start a program nor wait. A process of its own, which loads and compiles the same modules once more, costs
// more than most of them do, so that a few processes share them.
const TOGETHER = listed(`
  analysis/ architecture/ config/ experiment/ machine/ model/ project/ prove/ report/ scenario/ stats/ store/ units/
  api/event-feed api/experiment cli/command-words cli/completion/shell cli/errors cli/forecast-text cli/frame
  cli/help-details cli/listings cli/measure cli/parameter-words cli/progress cli/screen cli/search-lines cli/terminal
  cli/verify-text contract/crc32 contract/random docs/api docs/architecture docs/load docs/measurement docs/printed
  docs/scenarios docs/options docs/shown-blocks docs/targets load/arrivals load/closed-loop load/error-budget
  load/hook-module load/hpack load/http2-fuzz load/http2-session load/merge-threads load/open-loop load/request-bytes
  load/response- load/segment load/stream-fuzz load/template-requests load/tick-board load/zipf session/choose-
  session/exit-code session/failed-run session/gate-plan session/interim-teller session/interrupted
  session/launch-settings session/list session/load-exit-code session/load-warm-up session/profiles
  session/readiness-path session/resolve-targets session/watch-run target/container/compose-model
  target/container/parsing target/checkout-users target/container/run-arguments target/listeners target/readiness
  target/start-command targets/manifests targets/shared-gates
`);
const APART = listed(`
  config/printed/printed-config experiment/live-cell experiment/machine-watch experiment/search-load experiment/warm-up
  machine/busy-processes machine/process- report/html/browser store/run-claim
`);
const PROCESSES_TOGETHER = 5;
// These start programs or wait, each for little: one process a row.
const ROWS = [
  ['api/compare', 'api/run-experiment'],
  ['cli/ci', 'cli/completion/complete', 'cli/config-', 'cli/doctor', 'cli/init', 'cli/print-config'],
  ['cli/clean', 'cli/diff', 'cli/import'],
  ['cli/report-open', 'cli/tell-forecast', 'cli/variables'],
  ['cli/pipes', 'cli/program', 'cli/signals', 'cli/startup'],
  ['contract/client', 'contract/quick-check', 'docs/ci', 'docs/readme'],
  ['experiment/live-cell', 'experiment/machine-watch', 'experiment/search-load', 'experiment/warm-up'],
  ['load/answer-', 'load/body-counts', 'load/fixed-requests', 'load/own-expectations', 'load/short-connections'],
  ['load/connection-pool', 'load/error-limit', 'load/hooks', 'load/opening', 'load/request-turns', 'load/think'],
  ['load/balance', 'load/chaos', 'load/generator', 'load/hostile-threads'],
  ['load/engines', 'load/http2.', 'load/slices'],
  ['machine/busy-processes', 'machine/process-'],
  ['session/http2', 'session/labels', 'session/load-endpoint', 'session/load-rate', 'session/load.'],
  ['session/forecast', 'session/other-protocol', 'session/plan-run', 'session/resume-checks', 'session/watch-gate'],
  ['session/confirm-run', 'session/https', 'session/load-server', 'session/open-files'],
  ['session/cores', 'session/own-scenarios', 'session/prepare-targets', 'session/run.'],
  ['target/around-server', 'target/capped-log', 'target/inherited', 'target/manifest', 'target/service-instance'],
  ['target/data-folder', 'target/instance', 'target/patience', 'target/watchdog'],
  ['targets/node-http', 'targets/null-server', 'targets/shared-work'],
];
// These need the package: one process packs and installs it once.
const PACKED = ['package/'];
// The dearest at first, then what shares a process, and the many small ones last: nobody should work alone at the end.
const FIRST = listed(`
  e2e/equal-load e2e/modes report/html/browser load/hostile. e2e/failing-targets e2e/never-plainly-faster e2e/
  contract/rules contract/verify session/ target/container/ load/growth docs/
`);

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  // What was compiled of a test that has been moved or deleted since is still there.
  .filter((file) => existsSync(join(root, '../../test', file.replace(/\.js$/, '.ts'))))
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

const inCompany = files.filter((file) => !isOf([...ALONE, ...WAITING], file));
const together = inCompany.filter((file) => isOf(TOGETHER, file) && !isOf(APART, file));
const packed = inCompany.filter((file) => isOf(PACKED, file));
const rows = ROWS.map((places) => inCompany.filter((file) => isOf(places, file)));
const sharing = [packed, ...dealt(together, PROCESSES_TOGETHER), ...rows].filter((some) => some.length > 0);
const apart = inCompany.filter((file) => !sharing.some((some) => some.includes(file)));
const ordered = [
  ...firstOnes(apart).map((file) => [file]),
  ...sharing,
  ...apart.filter((file) => !isOf(FIRST, file)).map((file) => [file]),
];
const own = (places: readonly string[]): string[][] => files.filter((file) => isOf(places, file)).map((file) => [file]);
const failed = [await run(ordered, 4), await run(own(WAITING), 3), await run(own(ALONE), 1)];
process.exit(failed.includes(true) ? 1 : 0);

/** In turn, because neighbours are alike in what they cost. */
function dealt(some: readonly string[], hands: number): string[][] {
  return Array.from({ length: hands }, (_, hand) => some.filter((_, index) => index % hands === hand));
}

/** The words of a text. */
function listed(text: string): string[] {
  return text.trim().split(/\s+/);
}

function isOf(places: readonly string[], file: string): boolean {
  return places.some((place) => file.startsWith(place));
}

/** Those that have a place in FIRST, in its order. */
function firstOnes(some: readonly string[]): string[] {
  const place = (file: string): number => FIRST.findIndex((one) => file.startsWith(one));
  return some.filter((file) => place(file) >= 0).toSorted((a, b) => place(a) - place(b));
}

/** Runs a process for each of these, so many at once and begun in this order; true: not all of their tests passed. */
async function run(shares: readonly (readonly string[])[], atOnce: number): Promise<boolean> {
  if (shares.length === 0) return false;
  const folder = mkdtempSync(join(scratch, 'shares-'));
  const paths = shares.map((some, index) => join(folder, `${String(index).padStart(4, '0')}-${nameOf(some)}.mjs`));
  for (const [index, some] of shares.entries()) writeFileSync(paths[index] ?? '', some.map(importOf).join(''));
  const timeoutMs = targetsOnly ? 1_200_000 : 180_000;
  // Maps of all modules are read when these are loaded, which is seconds over all files: whoever looks at a few has them.
  const maps = words.length === 0 ? [] : ['--enable-source-maps'];
  const options = ['--test', `--test-concurrency=${atOnce}`, `--test-timeout=${timeoutMs}`, ...maps];
  const env = targetsOnly ? { ...process.env, PERFCMP_TEST_TARGETS: words.join(',') } : process.env;
  const [code] = await once(spawn(process.execPath, [...options, ...paths], { stdio: 'inherit', env }), 'exit');
  return code !== 0;
}

/** Node begins files in the order of their names, whatever order they are given in: this name only ends one. */
function nameOf(some: readonly string[]): string {
  return (some.length === 1 ? (some[0] ?? '') : `${some.length}-files`).replaceAll(/[/\\]/g, '-');
}

function importOf(file: string): string {
  return `import ${JSON.stringify(pathToFileURL(join(root, file)).href)};\n`;
}
