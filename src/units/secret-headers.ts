const NAMES = ['proxy-authorization', 'authorization', 'cookie', 'x-api-key', 'x-auth-token'] as const;
/** However the option before a header is written: `-H`, `-HName`, `--header=Name`. */
const SECRET_WORD = new RegExp(`^((?:--header=|-[a-z]*H)?\\s*(?:${NAMES.join('|')})\\s*:).+$`, 'is');
const MASK = '***';

/** The value of a header as reports may keep it: they are passed on, and some values let somebody in. */
export function shownHeaderValue(name: string, value: string): string {
  return NAMES.some((secret) => secret === name.toLowerCase()) ? MASK : value;
}

/** A command line as reports may keep it. */
export function shownWords(argv: readonly string[]): string[] {
  return argv.map((word) => word.replace(SECRET_WORD, `$1 ${MASK}`));
}
