import { textOf } from './documents.js';

/** A fenced block in which something is typed or printed, with the mark that says how it is kept true. */
export interface ShownBlock {
  readonly document: string;
  /** Of its first fence, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly content: string;
  /** What the comment right before it says; null: there is none. */
  readonly mark: string | null;
}

/** How a block is kept true. */
export type Treatment = Run | { readonly kind: 'not run'; readonly why: string };

/** Its commands are run, and what they print is held against what the block shows. */
export interface Run {
  readonly kind: 'run';
  readonly compared: 'output' | 'shape' | 'exit code';
  /** That every command ends with. */
  readonly exitCode: number;
  /** Below the folder that has the documents' files; null: that folder itself. */
  readonly folder: string | null;
  /** A duration or a number of requests in place of what is shown; null: as shown. */
  readonly size: string | null;
}

/** A command as it is shown, and the lines that it is shown to print. */
export interface ShownCommand {
  readonly line: string;
  readonly shown: readonly string[];
}

/** Nobody types or prints what is written in these; drawings and formulas are `text`. */
const NOT_OF_A_TERMINAL = ['json', 'js', 'ts', 'yaml', 'text'];
/** They measure, or start and build servers, for seconds to minutes; readme.test.ts reads their words as the program does. */
const TAKE_LONG = ['run', 'gate', 'load', 'search', 'calibrate', 'verify', 'build', 'doctor'];
const STARTS_NOTHING = /--(?:dry-run|print-config)\b/;

const FENCED = /((?:^<!-- [^\n]* -->\n\s*)*)^```(\w*)\n(.*?)^```$/gms;
const MARK = /^<!-- ((?:run|not run here): [^\n]*) -->$/gm;
const RUN = /^run: (output|shape|exit code)((?:, (?:exit code \d+|in [\w-]+|for \d+(?:m?s|k)?))*)$/;
const BY_RULE: Run = { kind: 'run', compared: 'exit code', exitCode: 0, folder: null, size: null };

/** The blocks of a document in which something is typed or printed. */
export function shownBlocks(document: string, text = textOf(document)): ShownBlock[] {
  return [...text.matchAll(FENCED)].flatMap((found) => {
    const [, comments = '', language = '', content = ''] = found;
    if (NOT_OF_A_TERMINAL.includes(language)) return [];
    const line = text.slice(0, found.index + comments.length).split('\n').length;
    const mark = [...comments.matchAll(MARK)].at(-1)?.[1] ?? null;
    return [{ document, line, language, content, mark }];
  });
}

/**
 * What a block's mark says, or else the rule for its language: `sh` shows commands alone, which are run, but for those that
 * take long; `console` is the troubles' own, see troubleshooting.test.ts. Throws where nothing says it.
 */
export function treatmentOf(block: ShownBlock): Treatment {
  const { language, mark } = block;
  if (mark !== null) return treatmentByMark(mark, commandsIn(block).length > 0);
  if (language === 'console') return { kind: 'not run', why: 'troubleshooting.test.ts runs it' };
  const foreign = commandsIn(block).find(({ line }) => perfcmpWords(line) === null);
  if (language === 'sh' && foreign === undefined) return BY_RULE;
  throw new Error('needs a comment before it: run: output, shape or exit code, or not run here: and why');
}

function treatmentByMark(mark: string, hasCommands: boolean): Treatment {
  const [, why] = /^not run here: (.+)$/.exec(mark) ?? [];
  if (why !== undefined) return { kind: 'not run', why };
  const [, compared, more = ''] = RUN.exec(mark) ?? [];
  if (compared === undefined) throw new Error(`cannot be understood: ${mark}`);
  if (!hasCommands) throw new Error('shows no command that could be run');
  return {
    kind: 'run',
    compared: compared as Run['compared'],
    exitCode: Number(/, exit code (\d+)/.exec(more)?.[1] ?? 0),
    folder: /, in ([\w-]+)/.exec(more)?.[1] ?? null,
    size: /, for (\w+)/.exec(more)?.[1] ?? null,
  };
}

/** The commands of a block that are to be run. */
export function commandsToRun(block: ShownBlock): ShownCommand[] {
  const commands = commandsIn(block);
  return block.mark === null ? commands.filter(({ line }) => !takesLong(line)) : commands;
}

/** Every line of `sh` is one; elsewhere those behind a dollar. */
function commandsIn({ language, content }: ShownBlock): ShownCommand[] {
  if (language === 'sh') {
    const lines = content.split('\n').filter((line) => line !== '');
    return lines.map((line) => ({ line, shown: [] }));
  }
  return content
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [line = '', ...shown] = part.trimEnd().split('\n');
      return { line, shown };
    });
}

/** Variables before it, and its words; null where it calls something else. */
export function perfcmpWords(line: string): { readonly variables: string; readonly words: string } | null {
  const [, variables = '', words] = /^((?:[A-Z_]+=\S+ )*)(?:npx )?perfcmp (.+)$/.exec(line) ?? [];
  return words === undefined ? null : { variables, words };
}

function takesLong(line: string): boolean {
  const [name = ''] = perfcmpWords(line)?.words.split(' ') ?? [];
  return TAKE_LONG.includes(name) && !STARTS_NOTHING.test(line);
}
