const BETWEEN = '~';

/** What a body says: by its shape, which is the same whatever its numbers are, and with its numbers. */
export function joinedHash(shape: string, exact: string): string {
  return `${shape}${BETWEEN}${exact}`;
}

/** The part that numbers do not change; of runs of 0.1.0 the whole. */
export function shapeOf(hash: string): string {
  return hash.split(BETWEEN, 1)[0] ?? hash;
}
