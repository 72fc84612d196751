import { choice } from '../config/parsers.js';
import { ConfigError } from '../errors.js';

const PLAIN_FORMATS = ['text', 'json'] as const;

/** `--format` of commands whose result is no report: text or JSON. */
export function readPlainFormat(text: string | undefined): (typeof PLAIN_FORMATS)[number] {
  if (text === undefined) return 'text';
  const format = choice(PLAIN_FORMATS)(text);
  if (format.ok) return format.value;
  throw new ConfigError([{ where: '--format', message: format.message, hint: format.hint }]);
}
