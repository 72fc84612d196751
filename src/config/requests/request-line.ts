import { accept, method, type Parsed, reject } from '../parsers.js';

/** What `--request` says. */
export interface RequestLine {
  readonly weight: number;
  readonly method: string;
  readonly path: string;
}

export const MOST_WEIGHT = 10_000;

/** `3 GET /items`, `GET /items` or `/items`. */
export function parseRequestLine(text: string): Parsed<RequestLine> {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const hasWeight = /^\d/.test(words[0] ?? '');
  const weight = hasWeight ? Number(words.shift()) : 1;
  if (!Number.isInteger(weight) || weight < 1 || weight > MOST_WEIGHT) {
    return reject(`must have a whole number from 1 to ${MOST_WEIGHT} as weight, got "${text}"`);
  }
  const hasMethod = words.length > 1 || /^[A-Za-z]+$/.test(words[0] ?? '');
  const verb = hasMethod ? method(words.shift()!) : accept('GET');
  if (!verb.ok) return verb;
  const [path, ...others] = words;
  if (path === undefined || others.length > 0) {
    return reject(`must be "[weight] METHOD path", got "${text}"`, 'write it like "3 GET /items"');
  }
  return accept({ weight, method: verb.value, path });
}
