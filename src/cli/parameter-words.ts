/** How many words follow the name of a parameter. */
const VALUE_WORDS: Readonly<Record<string, number>> = {
  '--parameter-list': 1,
  '--parameter-scan': 2,
  '-P': 2,
};
const NAME = /^[A-Za-z_]\w*$/;

/**
 * The command line with each parameter in one word, `T=1,2,4` and `T=1:8`: as hyperfine has them they are words of their
 * own, which commander would take for targets.
 */
export function joinParameterWords(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const [word = '', name] = argv.slice(at, at + 2);
    joined.push(word);
    const count = Object.hasOwn(VALUE_WORDS, word) ? (VALUE_WORDS[word] ?? 0) : 0;
    // `T=1,2` is one word already.
    if (count === 0 || name === undefined || !NAME.test(name)) continue;
    const values = argv.slice(at + 2, at + 2 + count);
    joined.push(`${name}=${values.join(':')}`);
    at += 1 + values.length;
  }
  return joined;
}
