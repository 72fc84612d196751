// What every target's server has in common beside its answers: long keep-alive, and the two ways to end.
import cluster from 'node:cluster';
import { fstatSync } from 'node:fs';
import { refuse, settings } from './settings.js';

/** What is still in flight then is cut off. */
export const LONGEST_FAREWELL_MS = 5_000;

/** What the primary of several workers sends to each of them. */
export const STOP_MESSAGE = 'stop';

/**
 * @param {import('node:http').Server} server
 * @param {() => unknown} [close] the framework's own way to stop accepting
 */
export function supervise(server, close = () => server.close()) {
  // Idle connections outlive the pauses between two slices of load.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(0), LONGEST_FAREWELL_MS);
    server.on('close', () => process.exit(0));
    server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
    // Answers already under way when the signal came did not say "close": end their connections once they are idle.
    setInterval(() => server.closeIdleConnections(), 10);
    close();
  };
  whenAskedToStop(stop);
}

/**
 * For the process that serves.
 *
 * @param {() => void} stop
 */
export function whenAskedToStop(stop) {
  if (cluster.isWorker) return whenToldByPrimary(stop);
  // A target that knows several workers starts its server in each of them, by startWorkers.
  if (settings.workers > 1) refuse('PERFCMP_WORKERS', 'this target runs one worker');
  whenOwnerWantsStop(stop);
}

/**
 * By signal, or because the parent holds stdin no longer: no server is left behind by whoever started it.
 *
 * @param {() => void} stop
 */
export function whenOwnerWantsStop(stop) {
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (isPipe(0)) process.stdin.on('end', stop).on('error', stop).resume();
}

/**
 * A signal to the whole group reaches workers too, but a worker that ends before its primary knows would count as dead.
 *
 * @param {() => void} stop
 */
function whenToldByPrimary(stop) {
  process.on('SIGTERM', () => {});
  process.on('SIGINT', () => {});
  process.on('message', (message) => {
    if (message === STOP_MESSAGE) stop();
  });
}

/**
 * A terminal or /dev/null says nothing about whether someone still wants this server; a pipe from its parent does.
 *
 * @param {number} descriptor
 */
function isPipe(descriptor) {
  try {
    const stat = fstatSync(descriptor);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
