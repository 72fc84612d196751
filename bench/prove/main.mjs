// Does perfcmp err as rarely as it says? Compares a server with itself and with slower ones whose slowness is known, many
// times, and counts. It takes an hour and a half of a machine that does nothing else, in as many parts as one likes:
// each trial is appended to a file, and the next call goes on where the last one stopped.
//
//   npm run prove                      A/A 60 times; 2, 5, 10 and 20 % more work 20 times each
//   npm run prove -- --only hog        A/A 60 times beside a program that takes a core at times
//   npm run prove -- --until 20m       ends in time
//   npm run prove -- --print           what the file says so far
import { cpus } from 'node:os';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvironment } from '../../dist/src/machine/environment.js';
import { readOptions } from './options.mjs';
import { appendResult, readResults } from './results.mjs';
import { schedule } from './schedule.mjs';
import { renderResults } from './tables.mjs';
import { DESIGN, runTrial } from './trial.mjs';
import { findSteps, truthRound } from './truth.mjs';

const LONGEST_ITEM_MS = 45_000;
const MOST_FAILURES_IN_A_ROW = 3;

const options = readOptions(process.argv.slice(2), fileURLToPath(new URL('results/results.ndjson', import.meta.url)));
const stop = new AbortController();
process.on('SIGINT', () => stop.abort(new Error('interrupted')));
process.on('SIGTERM', () => stop.abort(new Error('terminated')));

if (!options.print) await prove();
const records = readResults(options.file);
process.stdout.write(records.length === 0 ? `${options.file} holds no trial\n` : `${renderResults(records)}\n`);

async function prove() {
  try {
    const setup = await prepared();
    await doAll(setup);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    say('stopped; call it again to go on');
    process.exitCode = 130;
  }
}

/** The steps of each variant stay the same for all trials of a file, which is of one machine. */
async function prepared() {
  const { fingerprint, cpuModel, node } = await readEnvironment();
  const known = readResults(options.file).find(({ kind }) => kind === 'setup');
  if (known === undefined) {
    say('looking how much work makes a request of about 60 us');
    const machine = `${cpus().length} cores (${cpuModel}), node ${node}`;
    return appendResult(options.file, {
      kind: 'setup',
      design: DESIGN,
      fingerprint,
      machine,
      ...(await findSteps(stop.signal)),
    });
  }
  if (known.fingerprint === fingerprint && known.design === DESIGN) return known;
  say(`${options.file} is of another machine, another node or other trials; name another --file`);
  process.exit(2);
}

async function doAll({ steps }) {
  const startedMs = performance.now();
  const done = new Set(readResults(options.file).map(({ key }) => key));
  const items = schedule(options.only, options.times).filter(({ key }) => !done.has(key));
  let failuresInARow = 0;
  for (const [index, item] of items.entries()) {
    if (options.untilMs !== null && performance.now() - startedMs > options.untilMs - LONGEST_ITEM_MS) {
      say(`time is up, ${items.length - index} of ${items.length} are left; call it again to go on`);
      return;
    }
    const result = await one(item, steps);
    const stored = appendResult(options.file, { ...item, ...result });
    say(`${index + 1}/${items.length}  ${item.key}  ${inWords(stored)}`);
    failuresInARow = result.failure === undefined ? 0 : failuresInARow + 1;
    if (failuresInARow === MOST_FAILURES_IN_A_ROW) throw new Error(`three trials in a row gave no result`);
  }
}

function one(item, steps) {
  if (item.kind === 'truth') return truthRound(steps, item.index, stop.signal);
  const seed = 1000 * (1 + item.index) + Math.round(1000 * item.effect) + (item.hog ? 500 : 0);
  return runTrial({ steps: [steps[0], steps[item.effect]], seed, hog: item.hog }, stop.signal);
}

function inWords({ kind, failure, ratio, verdict, ratios, seconds }) {
  if (kind === 'truth') return JSON.stringify(ratios);
  if (failure !== undefined) return failure;
  const [value, lower, upper] = [ratio.value, ratio.lower, ratio.upper].map((number) => number?.toFixed(3));
  return `${value} [${lower}, ${upper}]  ${verdict}  ${seconds} s`;
}

function say(text) {
  process.stderr.write(`${text.replace(options.file, relative(process.cwd(), options.file))}\n`);
}
