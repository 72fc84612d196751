/**
 * Never shorter than asked for, though timers count from the loop's cached time and so may fire early.
 *
 * @param {number} durationUs
 * @returns {Promise<number>} the wait as measured, in whole microseconds
 */
export function waitAtLeast(durationUs) {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const look = () => {
      const waitedUs = Math.floor((performance.now() - startedMs) * 1000);
      if (waitedUs >= durationUs) resolve(waitedUs);
      else setTimeout(look, 1);
    };
    setTimeout(look, Math.ceil(durationUs / 1000));
  });
}
