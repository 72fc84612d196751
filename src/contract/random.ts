/** Seeded inputs: the same seed asks a server the same questions, another seed asks new ones. */
export interface Random {
  /** A whole number from 0 up to but not including the limit. */
  readonly below: (limit: number) => number;
  /** A name that no earlier run has used, so that a server cannot know it. */
  readonly word: (length: number) => string;
  /** Bytes of every value. */
  readonly bytes: (length: number) => Buffer;
}

const KEY_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** mulberry32: 32 bits of state are plenty for a few hundred questions. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    word: (length) => Array.from({ length }, () => KEY_CHARACTERS[below(KEY_CHARACTERS.length)]).join(''),
    bytes: (length) => {
      const words = new Uint32Array(Math.ceil(length / 4));
      for (let at = 0; at < words.length; at += 1) words[at] = below(2 ** 32);
      return Buffer.from(words.buffer, 0, length);
    },
  };
}
