/**
 * The words of a command line as a shell would make them, up to its end, where the last one may lack its closing quote.
 * Nothing is expanded: `$HOME` and `$(date)` stay as they are.
 */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let isWord = false;
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === quote) {
      quote = '';
    } else if (character === '\\' && quote !== "'") {
      index += 1;
      word += line.charAt(index);
      isWord = true;
    } else if (quote === '' && (character === "'" || character === '"')) {
      quote = character;
      isWord = true;
    } else if (quote === '' && /\s/.test(character)) {
      if (isWord) words.push(word);
      word = '';
      isWord = false;
    } else {
      word += character;
      isWord = true;
    }
  }
  return [...words, word];
}

/** What bash has left of a word, as it takes `=` and `:` for ends of words: only behind the last of them it completes. */
export function behindWordBreak(word: string): string {
  return /[^=:]*$/.exec(word)?.[0] ?? '';
}
