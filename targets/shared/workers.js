// PERFCMP_WORKERS: one process, or a primary that shares its port among several.
import cluster from 'node:cluster';
import { LONGEST_FAREWELL_MS, STOP_MESSAGE, whenOwnerWantsStop } from './lifecycle.js';
import { settings } from './settings.js';

/**
 * Counters, cache and gates are of one process. With several, a target answers only what needs none of them: the endpoints
 * that its target.json lists as `severalWorkers`.
 */
export const isAlone = settings.workers === 1;

/**
 * Starts the server here, or once in each worker.
 *
 * @param {() => unknown} startServer
 */
export function startWorkers(startServer) {
  if (isAlone || cluster.isWorker) startServer();
  else superviseWorkers(settings.workers);
}

/** @param {number} count */
function superviseWorkers(count) {
  // Only the primary watches stdin.
  cluster.setupPrimary({ stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  for (let started = 0; started < count; started++) cluster.fork();

  let isStopping = false;
  whenOwnerWantsStop(() => {
    isStopping = true;
    setTimeout(() => killAll(0), LONGEST_FAREWELL_MS);
    runningWorkers().forEach(tellToStop);
  });
  // One that was still starting when the others were told has not heard it.
  cluster.on('listening', (worker) => {
    if (isStopping) tellToStop(worker);
  });
  cluster.on('exit', (worker, code, signal) => {
    if (!isStopping) endAfterLoss(`worker ${worker.process.pid} ended with ${signal ?? code}`);
    if (runningWorkers().length === 0) process.exit(0);
  });
}

/**
 * A replaced worker would hide what happened, and fewer workers than asked for would be measured as if they were all there.
 *
 * @param {string} reason
 */
function endAfterLoss(reason) {
  process.stderr.write(`${reason}\n`);
  killAll(1);
}

/** @param {import('node:cluster').Worker} worker */
function tellToStop(worker) {
  if (worker.isConnected()) worker.send(STOP_MESSAGE);
}

/** @param {number} exitCode */
function killAll(exitCode) {
  for (const worker of runningWorkers()) worker.process.kill('SIGKILL');
  process.exit(exitCode);
}

function runningWorkers() {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}
