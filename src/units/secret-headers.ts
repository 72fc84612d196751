const NAMES = ['proxy-authorization', 'authorization', 'cookie', 'x-api-key', 'x-auth-token'] as const;
/** However the option before a header is written: `-H`, `-HName`, `--header=Name`. */
const SECRET_WORD = new RegExp(`^((?:--header=|-[a-z]*H)?\\s*(?:${NAMES.join('|')})\\s*:).+$`, 'is');
const MASK = '***';

/** Parts of names of variables whose values let somebody in. */
const SECRET_PART = /passw|secret|token|credential|api_?key|private_?key/i;
/** A variable of `--env`, with the target that it is for. */
const VARIABLE = /^((?:--env=)?(?:[^=:]+:)?(\w+)=).+$/s;
/** Variables before a command, behind the label of a target or within a line for a shell. */
const ASSIGNMENT = /(?<=^|[\s=:;&|(`"'])([A-Z0-9_]+)=((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+)/gs;
/** What another variable holds: that tells nobody anything. */
const REFERENCE = /^"?\$(?:\w+|\{\w+\})"?;?$/;

/** Whether the value of a header lets somebody in. */
export function isSecretHeader(name: string): boolean {
  return NAMES.some((secret) => secret === name.toLowerCase());
}

/** Whether the value of a variable does, as its name says. */
export function isSecretVariable(name: string): boolean {
  return SECRET_PART.test(name);
}

/** Variables as they may be shown. */
export function shownVariables(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, isSecretVariable(name) ? MASK : value]));
}

/** The value of a header as reports may keep it: they are passed on, and some values let somebody in. */
export function shownHeaderValue(name: string, value: string): string {
  return isSecretHeader(name) ? MASK : value;
}

/** A command line as reports may keep it. */
export function shownWords(argv: readonly string[]): string[] {
  return argv.map((word, index) => {
    const isVariable = word.startsWith('--env=') || argv[index - 1] === '--env';
    return isVariable ? shownVariable(word) : shownAssignments(word).replace(SECRET_WORD, `$1 ${MASK}`);
  });
}

/** A command as it may be shown: without the values of variables in it that let somebody in. */
export function shownAssignments(command: string): string {
  return command.replace(ASSIGNMENT, (all, name: string, value: string) =>
    isSecret(name, value) ? `${name}=${MASK}` : all,
  );
}

/** Names of the variables in a command whose values let somebody in. */
export function secretAssignments(command: string): string[] {
  return [...command.matchAll(ASSIGNMENT)].flatMap(([, name = '', value = '']) =>
    isSecret(name, value) ? [name] : [],
  );
}

function isSecret(name: string, value: string): boolean {
  return isSecretVariable(name) && !REFERENCE.test(value);
}

function shownVariable(word: string): string {
  const [, before = '', name = ''] = VARIABLE.exec(word) ?? [];
  return isSecretVariable(name) ? `${before}${MASK}` : word;
}
