const ROUNDS = 1_050_000;

// Kept, so that the loop cannot be removed as useless.
let lastState = 1;
let isCompiled = false;

/** Time in microseconds of a fixed loop of integer arithmetic, about 2 ms: longer than usual means a slower machine. */
export function probeSpeedUs(): number {
  // The first calls would tell of the compiler, not of the machine.
  for (let call = 0; call < 3 && !isCompiled; call++) lastState = scramble(lastState, ROUNDS);
  isCompiled = true;
  const startedNs = process.hrtime.bigint();
  lastState = scramble(lastState, ROUNDS);
  return Number(process.hrtime.bigint() - startedNs) / 1000;
}

/** xorshift32: every round needs the one before, so neither memory nor a wider processor hides a slower clock. */
function scramble(seed: number, rounds: number): number {
  let state = seed;
  for (let round = 0; round < rounds; round++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}
