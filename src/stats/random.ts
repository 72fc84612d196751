/** Seeded random numbers: the same seed gives the same run, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [lo, hi). */
  uniform(lo: number, hi: number): number;
  /** Whole number in [0, n). */
  integer(n: number): number;
  /** A new array in random order. */
  shuffle<T>(items: readonly T[]): T[];
  /** Standard normal. */
  normal(): number;
}

/** Spreads a 32-bit seed over many words; the mixer of MurmurHash3. https://github.com/bryc/code/blob/master/jshash/PRNGs.md#splitmix32 */
function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** sfc32 of PractRand (Chris Doty-Humphrey): 128 bits of state, passes PractRand and BigCrush. */
function sfc32(seed: number): () => number {
  const word = splitmix32(seed);
  let a = word() | 0;
  let b = word() | 0;
  let c = word() | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  return next;
}

/** Only the low 32 bits of the seed count. */
export function createRandom(seed: number): Random {
  const word = sfc32(seed);
  const next = (): number => word() / 2 ** 32;
  const integer = (n: number): number => Math.floor(next() * n);
  return {
    next,
    integer,
    uniform: (lo, hi) => lo + (hi - lo) * next(),
    shuffle(items) {
      // Fisher-Yates: every order is equally likely.
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const chosen = integer(last + 1);
        const kept = shuffled[last]!;
        shuffled[last] = shuffled[chosen]!;
        shuffled[chosen] = kept;
      }
      return shuffled;
    },
    normal() {
      // Box-Muller, one of the pair; 1 - next() so that the logarithm is finite.
      return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    },
  };
}
