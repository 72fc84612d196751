import type { OptionReader } from '../option-reader.js';

/** Of options that say the same thing in several ways, the one that counts, as it was written; empty where nobody gave any. */
export function strongestWritten(reader: OptionReader, ...names: readonly string[]): Readonly<Record<string, unknown>> {
  const rank = reader.rankOf(...names);
  const name = names.find((one) => reader.given(one) !== null && reader.rankOf(one) === rank);
  return name === undefined ? {} : { [name]: reader.written(name) };
}

/** Options as they were written, of those that somebody gave. */
export function allWritten(reader: OptionReader, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, reader.written(name)]));
}
