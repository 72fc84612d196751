/** A command as people write it: text as it is, words so that a shell takes them for the same words. */
export function commandText(command: string | readonly string[]): string {
  return typeof command === 'string' ? command : command.map(shellWord).join(' ');
}

/** A word as it is where a shell does too, else between quotes. */
function shellWord(word: string): string {
  if (/^[\w./:=@%+,{}-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Variables as they stand before a command: `POOL=4`. */
export function assignments(env: Readonly<Record<string, string>>): string[] {
  // Nothing is left empty, and no `*` is a pattern, in what is assigned.
  return Object.entries(env).map(([name, value]) => `${name}=${PLAIN_VALUE.test(value) ? value : shellWord(value)}`);
}

const PLAIN_VALUE = /^[\w./:=@%+,*-]*$/;
