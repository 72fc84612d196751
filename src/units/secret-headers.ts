const NAMES = ['proxy-authorization', 'authorization', 'cookie', 'x-api-key', 'x-auth-token'] as const;

/** Headers whose values let somebody in, as a part of a pattern. */
export const SECRET_HEADERS = NAMES.join('|');
/** What stands in the place of a secret. */
export const MASK = '***';

/** Parts of names of variables whose values let somebody in. */
const SECRET_PART = /passw|secret|token|credential|api_?key|private_?key/i;
/** Ends of other names, which are not in capitals: there `max-tokens`, `tokenizer` and `password-file` are no secrets. */
const SECRET_END = /(?:passw(?:or)?d|passphrase|secret|token|credentials?|(?:api|private|access|secret)[-_.]?key)$/i;

/** Whether the value of a header lets somebody in. */
export function isSecretHeader(name: string): boolean {
  return NAMES.some((secret) => secret === name.toLowerCase());
}

/** Whether the value of a variable does, as its name says. */
export function isSecretVariable(name: string): boolean {
  return SECRET_PART.test(name);
}

/** Whether the value of an option or a setting does, such as `--db-password` and `spring.datasource.password`. */
export function isSecretOption(name: string): boolean {
  return SECRET_END.test(name);
}

/** The value of a header as reports may keep it: they are passed on, and some values let somebody in. */
export function shownHeaderValue(name: string, value: string): string {
  return isSecretHeader(name) ? MASK : value;
}
