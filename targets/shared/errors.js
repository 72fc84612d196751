// The contract's errors as data: each is the JSON body to send, and its own status.
export const INVALID_KEY = { error: 'Invalid key', status: 400 };
export const INVALID_JSON = { error: 'Invalid JSON', status: 400 };
export const MISSING_FILES = { error: "Missing 'files' array", status: 400 };
export const INVALID_FILES_ENTRY = { error: "Invalid 'files' entry", status: 400 };
export const TOO_MANY_FILES = { error: 'Too many files', status: 400 };
export const INVALID_FILE_PATH = { error: 'Invalid file path', status: 400 };
export const BAD_REQUEST = { error: 'Bad Request', status: 400 };
export const NOT_FOUND = { error: 'Not Found', status: 404 };
export const METHOD_NOT_ALLOWED = { error: 'Method Not Allowed', status: 405 };
export const PAYLOAD_TOO_LARGE = { error: 'Payload Too Large', status: 413 };
export const INTERNAL_SERVER_ERROR = { error: 'Internal Server Error', status: 500 };
export const SERVICE_UNAVAILABLE = { error: 'Service Unavailable', status: 503 };

/** Thrown by the workload, answered by the framework's own way to handle errors. */
export class ContractError extends Error {
  /** @param {{ error: string, status: number }} answer */
  constructor(answer) {
    super(answer.error);
    this.answer = answer;
  }

  /** Read by frameworks that know an error by its status. */
  get status() {
    return this.answer.status;
  }
}

/**
 * The answer for whatever was thrown, which tells nothing of its cause.
 *
 * @param {unknown} thrown
 */
export function answerOf(thrown) {
  return thrown instanceof ContractError ? thrown.answer : INTERNAL_SERVER_ERROR;
}

/**
 * Headers that belong to an error's answer.
 *
 * @param {{ status: number }} answer
 * @returns {Record<string, string>}
 */
export function errorHeaders(answer) {
  return answer.status === SERVICE_UNAVAILABLE.status ? { 'Retry-After': '1' } : {};
}
