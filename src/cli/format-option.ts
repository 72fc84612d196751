import { choice } from '../config/parsers.js';
import { ConfigError } from '../errors.js';

/** In what commands whose result is no report tell it. */
export const PLAIN_FORMATS = ['text', 'json'] as const;

/** What two runs can be held against each other in. */
export const DIFF_FORMATS = ['text', 'json', 'markdown'] as const;

/** `--format` of commands whose result is no report: text or JSON. */
export function readPlainFormat(text: string | undefined): (typeof PLAIN_FORMATS)[number] {
  return readFormat(text, PLAIN_FORMATS);
}

/** `--format`, one of these; the first where nobody says. */
export function readFormat<T extends string>(text: string | undefined, formats: readonly [T, ...T[]]): T {
  if (text === undefined) return formats[0];
  const format = choice(formats)(text);
  if (format.ok) return format.value;
  throw new ConfigError([{ where: '--format', message: format.message, hint: format.hint }]);
}
