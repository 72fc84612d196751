/** Bytes that look random and are the same every time: whoever repeats a run sends and stores the same. */
export function randomBytes(count: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(count);
  // Xorshift of 32 bits, which must not begin with 0. https://doi.org/10.18637/jss.v008.i14
  let state = (Math.imul(seed + 1, 0x9e3779b1) | 1) >>> 0;
  for (let at = 0; at < count; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
