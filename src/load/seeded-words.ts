// Hot path of random placeholders: numbers only.

/**
 * Random numbers that depend on nothing but the seed, the place and the number of the request, so that the same seed
 * makes the same requests however many threads there are. The finalizer of MurmurHash3 over each half of the number:
 * for one half it is a bijection, so that 2^32 requests in a row have different words.
 * https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function seededWord(key: number, request: number): number {
  const high = Math.floor(request / 2 ** 32);
  return mixed(mixed((request | 0) ^ key) + Math.imul(high, 0x9e3779b1) + key) >>> 0;
}

/** The key of one place in the requests of one seed. */
export function placeKey(seed: number, place: number): number {
  return mixed(mixed(seed | 0) + Math.imul(place + 1, 0x9e3779b1));
}

function mixed(word: number): number {
  let bits = word ^ (word >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
