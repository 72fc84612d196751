import type { Command, Option } from 'commander';
import type { Terminal } from '../terminal.js';
import { argumentValues, optionValues } from './values.js';

/** Something that could be typed, and what it means. */
export interface Candidate {
  readonly word: string;
  readonly text: string;
}

/** What could be typed next, and whether files or folders fit as well. */
export interface Completions {
  readonly candidates: readonly Candidate[];
  readonly paths: 'none' | 'files' | 'folders';
}

const NOTHING: Completions = { candidates: [], paths: 'none' };
const HELP: Candidate = { word: '--help', text: 'print this help' };

/** What the last of the words, which may be empty, could become; the words are those behind the program's name. */
export async function complete(
  program: Command,
  words: readonly string[],
  terminal: Pick<Terminal, 'cwd' | 'env'>,
): Promise<Completions> {
  const current = words.at(-1) ?? '';
  const [name, ...before] = words.slice(0, -1);
  const found = await candidatesFor(program, { name, before, current }, terminal);
  const candidates = found.candidates.filter(({ word }) => word.startsWith(current));
  return { ...found, candidates };
}

interface Typed {
  readonly name: string | undefined;
  readonly before: readonly string[];
  readonly current: string;
}

async function candidatesFor(
  program: Command,
  { name, before, current }: Typed,
  terminal: Pick<Terminal, 'cwd' | 'env'>,
): Promise<Completions> {
  if (name === undefined) return { ...NOTHING, candidates: firstWords(program, current) };
  if (name === 'help') return { ...NOTHING, candidates: before.length === 0 ? commandNames(program) : [] };
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return NOTHING;
  const asked = { command: name, before, ...terminal };
  const place = placeOf(command, before, current);
  switch (place.kind) {
    case 'command-line':
      return { ...NOTHING, paths: 'files' };
    case 'option':
      return { ...NOTHING, candidates: optionNames(command, before, current) };
    case 'value': {
      const { candidates, paths } = await optionValues(place.option, { ...asked, text: place.text });
      return { paths, candidates: candidates.map(({ word, text }) => ({ word: `${place.lead}${word}`, text })) };
    }
    case 'argument': {
      const argument = command.registeredArguments[place.index] ?? command.registeredArguments.at(-1);
      if (argument === undefined || (place.index >= command.registeredArguments.length && !argument.variadic)) {
        return NOTHING;
      }
      return argumentValues({ ...asked, text: current });
    }
  }
}

/** What the word at the end of a command line is. */
type Place =
  | { readonly kind: 'option' | 'command-line' }
  | { readonly kind: 'argument'; readonly index: number }
  /** `lead` is what stands before the value in the same word: `--format=`. */
  | { readonly kind: 'value'; readonly option: Option; readonly text: string; readonly lead: string };

function placeOf(command: Command, before: readonly string[], current: string): Place {
  let index = 0;
  let awaiting: Option | null = null;
  for (const word of before) {
    if (awaiting !== null) awaiting = null;
    else if (word === '--') return { kind: 'command-line' };
    else if (word.startsWith('-')) awaiting = optionAwaitingValue(command, word);
    else index += 1;
  }
  if (awaiting !== null) return { kind: 'value', option: awaiting, text: current, lead: '' };
  const [, flag, text = ''] = /^(--[\w-]+)=(.*)$/s.exec(current) ?? [];
  if (flag !== undefined) {
    const option = optionAwaitingValue(command, flag);
    return option === null ? { kind: 'option' } : { kind: 'value', option, text, lead: `${flag}=` };
  }
  return current.startsWith('-') ? { kind: 'option' } : { kind: 'argument', index };
}

function optionAwaitingValue(command: Command, word: string): Option | null {
  return command.options.find((one) => one.required && (one.long === word || one.short === word)) ?? null;
}

function firstWords(program: Command, current: string): Candidate[] {
  return current.startsWith('-') ? optionNames(program, [], current) : commandNames(program);
}

function commandNames(program: Command): Candidate[] {
  const help = { word: 'help', text: 'print the help of a command' };
  return [...program.commands.map((one) => ({ word: one.name(), text: one.summary() })), help];
}

/** Those not given yet, or that may be repeated; letters only where nobody has begun a name. */
function optionNames(command: Command, before: readonly string[], current: string): Candidate[] {
  const names = command.options.flatMap((option) => {
    const { hidden, long, short, description: text, parseArg } = option;
    const isGiven = before.some((word) => word === long || word === short || word.startsWith(`${long}=`));
    if (hidden || (isGiven && parseArg === undefined)) return [];
    const letters = current === '-' && short !== undefined ? [{ word: short, text }] : [];
    return [...letters, ...(long === undefined ? [] : [{ word: long, text }])];
  });
  return [...names, HELP];
}
