import { ContractError, SERVICE_UNAVAILABLE } from './errors.js';

/**
 * Work too heavy to run twice at once: who comes while it runs gets a ContractError.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {() => Promise<T>}
 */
export function oneAtATime(work) {
  let isRunning = false;
  return async () => {
    if (isRunning) throw new ContractError(SERVICE_UNAVAILABLE);
    isRunning = true;
    try {
      return await work();
    } finally {
      isRunning = false;
    }
  };
}
