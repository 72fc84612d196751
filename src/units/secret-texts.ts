import { isSecretOption, isSecretVariable, MASK, SECRET_HEADERS } from './secret-headers.js';

/** A form in which texts hold values that let somebody in. */
interface Rule {
  /** What stands before such a value, with its name. */
  readonly lead: RegExp;
  /** Where the value ends, from there on. */
  readonly value: RegExp;
  readonly isSecret: (name: string) => boolean;
  /** How people are told what was found. */
  readonly called: (name: string) => string;
}

/** Where a word begins, within quotes and behind a label or an operator of a shell too; parts of a query belong to their URL. */
const START = String.raw`(?<=^|[\s=:;|(\x60"']|(?<!\?[^\s"']*)&)`;
/** As a shell takes it: any mixture of quoted and bare parts. */
const WORD = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/sy;

const RULES: readonly Rule[] = [
  // PGPASSWORD=x psql, api_key=x, -e DB_PASSWORD=x
  {
    lead: new RegExp(String.raw`${START}(?<name>\w[\w.-]*)=`, 'g'),
    value: WORD,
    isSecret: (name) => (/^[A-Z0-9_]+$/.test(name) ? isSecretVariable(name) : isSecretOption(name)),
    called: (name) => name,
  },
  // --password x, --token=x, -Dspring.datasource.password=x
  {
    lead: new RegExp(String.raw`${START}--?(?<name>[A-Za-z][\w.-]*)(?:=|\s+(?![-&|;<>)]))`, 'g'),
    value: WORD,
    isSecret: isSecretOption,
    called: (name) => `--${name}`,
  },
  // postgres://user:x@host/db; a quote belongs to the password where it cannot end the URL
  {
    lead: /(?<name>[a-z][a-z0-9+.-]*:\/\/)[^\s/?#:@"']*:/gi,
    value: /(?:"[^"]*"|'[^']*'|(?:[^\s/?#"']|["'](?![\s,;:|&>+)\]}]))+)(?=@)/y,
    isSecret: () => true,
    called: (name) => `the password in ${name}`,
  },
  // -H 'Authorization: Bearer x'
  {
    lead: new RegExp(String.raw`["'](?<name>${SECRET_HEADERS})\s*:\s*`, 'gi'),
    value: /[^"']+/y,
    isSecret: () => true,
    called: (name) => name,
  },
];

/** What another variable holds: that tells nobody anything. */
const REFERENCE = /^"?\$(?:\w+|\{\w+\})"?;?$/;
/** However the option before a header is written: `-H`, `-HName`, `--header=Name`. */
const HEADER_WORD = new RegExp(String.raw`^((?:--header=|-[a-z]*H)?\s*(?:${SECRET_HEADERS})\s*:).+$`, 'is');
/** An option whose value is the next word. */
const OPTION_WORD = /^--?([A-Za-z][\w.-]*)$/;
/** A variable of `--env`, with the target that it is for. */
const VARIABLE_WORD = /^((?:--env=)?(?:[^=:]+:)?(\w+)=).+$/s;

interface Secret {
  readonly called: string;
  readonly from: number;
  readonly to: number;
}

/** A text with a command, a variable or a URL in it as it may be shown: without what lets somebody in. */
export function shownText(text: string): string {
  let shown = '';
  let at = 0;
  for (const { from, to } of secretsIn(text)) {
    shown += `${text.slice(at, from)}${MASK}`;
    at = to;
  }
  return shown + text.slice(at);
}

/** What in a text lets somebody in, by its names. */
export function secretNames(text: string): string[] {
  return secretsIn(text).map(({ called }) => called);
}

/** A command line in words as reports may keep it. */
export function shownWords(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const before = words[index - 1] ?? '';
    if (word.startsWith('--env=') || before === '--env') return shownVariable(word);
    const [, option = ''] = OPTION_WORD.exec(before) ?? [];
    if (isSecretOption(option) && !word.startsWith('-')) return MASK;
    return shownText(word).replace(HEADER_WORD, `$1 ${MASK}`);
  });
}

/** Variables as they may be shown. */
export function shownVariables(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, isSecretVariable(name) ? MASK : shownText(value)]),
  );
}

/** A value with all its texts as they may be shown; a list of texts may be the words of one command. */
export function shownTexts<T>(value: T): T {
  return shownPart(value) as T;
}

function shownPart(value: unknown): unknown {
  if (typeof value === 'string') return shownText(value);
  if (Array.isArray(value)) return value.every(isText) ? shownWords(value) : value.map(shownPart);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shownPart(member)]));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function shownVariable(word: string): string {
  const [, before = '', name = ''] = VARIABLE_WORD.exec(word) ?? [];
  return isSecretVariable(name) ? `${before}${MASK}` : shownText(word);
}

/** In their order; of two that overlap, as a URL in a secret variable, the first. */
function secretsIn(text: string): Secret[] {
  const found = RULES.flatMap((rule) => secretsOf(rule, text)).sort((left, right) => left.from - right.from);
  return found.filter(({ from }, index) => found.slice(0, index).every((before) => before.to <= from));
}

function secretsOf({ lead, value, isSecret, called }: Rule, text: string): Secret[] {
  return [...text.matchAll(lead)].flatMap((match): Secret[] => {
    const name = match.groups?.name ?? '';
    if (!isSecret(name)) return [];
    const from = match.index + match[0].length;
    value.lastIndex = from;
    const [held] = value.exec(text) ?? [];
    if (held === undefined || REFERENCE.test(held)) return [];
    return [{ called: called(name), from, to: from + held.length }];
  });
}
