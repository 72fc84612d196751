import { ERROR_KINDS, type ErrorCounts, type ErrorKind, type ErrorSample, errorKey } from './recording.js';

const MOST_SAMPLES = 10;

/** No failures yet, to be counted on. */
export function noErrors(): Record<ErrorKind, number> {
  return { connect: 0, tls: 0, read: 0, write: 0, timeout: 0, protocol: 0, status: 0, mismatch: 0 };
}

/** Failures of several by kind. */
export function sumErrors(parts: readonly ErrorCounts[]): ErrorCounts {
  const total = noErrors();
  for (const part of parts) for (const kind of ERROR_KINDS) total[kind] += part[kind];
  return total;
}

/** Answers of several by their status, or by what their bodies say. */
export function sumCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const part of parts) {
    for (const [name, count] of Object.entries(part)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
}

/** What was said of failures in several, what is the same counted as one. */
export function mergeErrorSamples(parts: readonly (readonly ErrorSample[])[]): ErrorSample[] {
  const merged = new Map<string, ErrorSample>();
  for (const sample of parts.flat()) {
    const key = errorKey(sample);
    const known = merged.get(key);
    merged.set(key, known === undefined ? sample : { ...known, count: known.count + sample.count });
  }
  return mostFrequent([...merged.values()]);
}

/** As many as are kept of a recording. */
export function mostFrequent(samples: readonly ErrorSample[]): ErrorSample[] {
  return [...samples].sort((a, b) => b.count - a.count).slice(0, MOST_SAMPLES);
}
