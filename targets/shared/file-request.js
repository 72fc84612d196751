// The body of POST /files/process: every fault is found before any file is touched.
import {
  ContractError,
  INVALID_FILE_PATH,
  INVALID_FILES_ENTRY,
  INVALID_JSON,
  MISSING_FILES,
  TOO_MANY_FILES,
} from './errors.js';

const MOST_FILES = 1000;
const LONGEST_PATH_BYTES = 255;
const DRIVE = /^[A-Za-z]:/;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * @param {Uint8Array} bytes
 * @returns {string[]} paths that are safe to be joined to the sandbox
 */
export function parseFileRequest(bytes) {
  const body = parseJson(bytes);
  const files = isObject(body) ? body.files : undefined;
  if (!Array.isArray(files)) throw new ContractError(MISSING_FILES);
  if (!files.every((path) => typeof path === 'string')) throw new ContractError(INVALID_FILES_ENTRY);
  if (files.length > MOST_FILES) throw new ContractError(TOO_MANY_FILES);
  if (!files.every(isSafePath)) throw new ContractError(INVALID_FILE_PATH);
  return files;
}

/**
 * Relative, without a way up, the same on every platform; nothing is decoded.
 *
 * @param {string} path
 * @returns {boolean}
 */
export function isSafePath(path) {
  if (Buffer.byteLength(path) > LONGEST_PATH_BYTES || /[\0\\]/.test(path) || DRIVE.test(path)) return false;
  // An empty path, an absolute one and a trailing slash each have an empty segment.
  return path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** @param {Uint8Array} bytes */
function parseJson(bytes) {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new ContractError(INVALID_JSON);
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'files');
}
