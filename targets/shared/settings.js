// Everything a target reads from its environment: HOST, PORT and PERFCMP_*.
import { statSync } from 'node:fs';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

export const settings = Object.freeze({
  host: readHost(),
  port: readInteger('PORT', undefined, 1),
  benchDelayUs: readInteger('PERFCMP_BENCH_DELAY_US', 100),
  cacheDelayMs: readInteger('PERFCMP_CACHE_DELAY_MS', 50),
  cacheMaxEntries: readInteger('PERFCMP_CACHE_MAX', 10_000, 1),
  maxBodyBytes: readInteger('PERFCMP_MAX_BODY', 1_048_576),
  fileDelayMs: readInteger('PERFCMP_FILE_DELAY_MS', 10),
  fileConcurrency: readInteger('PERFCMP_FILE_CONCURRENCY', 50, 1),
  dataFolder: readFolder('PERFCMP_DATA_DIR'),
  workers: readInteger('PERFCMP_WORKERS', 1, 1),
});

/** @returns {string} */
function readHost() {
  const host = process.env.HOST || '127.0.0.1';
  if (!LOOPBACK.test(host) && process.env.PERFCMP_ALLOW_REMOTE !== '1') {
    refuse('HOST', `${host} is not loopback; PERFCMP_ALLOW_REMOTE=1 allows it`);
  }
  return host;
}

/**
 * @param {string} name
 * @param {number | undefined} byDefault
 * @param {number} minimum
 * @returns {number}
 */
function readInteger(name, byDefault, minimum = 0) {
  const text = process.env[name] ?? '';
  if (text === '' && byDefault !== undefined) return byDefault;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < minimum) {
    refuse(name, `expected a whole number from ${minimum}, got "${text}"`);
  }
  return value;
}

/**
 * @param {string} name
 * @returns {string | null} null: not set
 */
function readFolder(name) {
  const path = process.env[name] || null;
  if (path !== null && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) refuse(name, `no folder ${path}`);
  return path;
}

/**
 * Ends the process: a target started with wrong settings would measure something else.
 *
 * @param {string} name the variable
 * @param {string} message
 * @returns {never}
 */
export function refuse(name, message) {
  process.stderr.write(`${name}: ${message}\n`);
  process.exit(2);
}
