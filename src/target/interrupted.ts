import { EXIT, PerfcmpError } from '../errors.js';

/** What a start or a build rejects with when its signal was aborted. */
export function interruptedError(target: string): PerfcmpError {
  return new PerfcmpError('interrupted', `interrupted before "${target}" was ready`, EXIT.sigint);
}
