import type { Command } from 'commander';
import { EXIT } from '../../errors.js';
import { print } from '../streams.js';
import type { Terminal } from '../terminal.js';
import { type Candidate, complete } from './complete.js';
import { behindWordBreak, shellWords } from './shell-words.js';

const MOST_TEXT = 72;

/**
 * Answers a completion script: `bash` hands over the whole line up to the cursor, as it takes words apart at `=` and `:`;
 * the others the words behind the program's name, the last one being the one to complete.
 */
export async function answerShell(
  program: Command,
  [shell, ...typed]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const words = shell === 'bash' ? shellWords(typed[0] ?? '').slice(1) : typed;
  const { candidates, paths } = await complete(program, words, terminal);
  const lines = shell === 'bash' ? candidates.map(partForBash(words.at(-1) ?? '')) : candidates.map(withText);
  await print(terminal.stdout, [paths, ...lines].join('\n'));
  return EXIT.ok;
}

function partForBash(current: string): (candidate: Candidate) => string {
  const done = current.length - behindWordBreak(current).length;
  return ({ word }) => word.slice(done);
}

function withText({ word, text }: Candidate): string {
  const short = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 3)}...` : text;
  return short === '' ? word : `${word}\t${short}`;
}
