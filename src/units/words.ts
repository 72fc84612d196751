import { formatCount } from './rate.js';

/** A number with its noun: `1 thread`, `2 threads`, `5 launches`. */
export function plural(count: number, noun: string): string {
  const ending = count === 1 ? '' : /(ch|s)$/.test(noun) ? 'es' : 's';
  return `${formatCount(count)} ${noun}${ending}`;
}

/** One harmless line: a server's words must move no cursor and colour nothing. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '?');
}

/** The same of a line of a log, whose spaces show what belongs to what. */
export function printableLog(line: string): string {
  return line
    .trimEnd()
    .replaceAll('\t', '    ')
    .replaceAll('\r', ' ')
    .replace(/\p{Cc}/gu, '?');
}
