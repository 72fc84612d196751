import type { Option } from 'commander';
import { LOAD_ENGINES, RUN_ENGINES } from '../../config/generator-options.js';
import { LOOPS } from '../../config/loop-options.js';
import { FORMATS_OF_A_SEARCH } from '../../config/output-options.js';
import { METHODS } from '../../config/parsers.js';
import { REPORT_FORMATS } from '../../model/config.js';
import { GATE_REACTIONS } from '../../model/gate.js';
import { IMPORT_TOOLS } from '../../model/imported.js';
import { ARRIVAL_SPACINGS } from '../../model/load-profile.js';
import { MEASURING_MODES } from '../../model/plan.js';
import type { NameKind } from '../../session/known-names.js';
import { DIFF_FORMATS, PLAIN_FORMATS } from '../format-option.js';
import type { Completions } from './complete.js';
import { SHELLS } from './shells.js';

/** Where a value is asked for. */
export interface Asked {
  readonly command: string;
  /** Words between the command and this one. */
  readonly before: readonly string[];
  /** What has been typed of it. */
  readonly text: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

type Values = (asked: Asked) => Completions | Promise<Completions>;

const NOTHING: Completions = { candidates: [], paths: 'none' };
const REPORTING = ['run', 'gate', 'load', 'report', 'import'];

const OPTION_VALUES: Readonly<Record<string, Values>> = {
  '--format': ({ command }) => {
    if (command === 'diff') return words(DIFF_FORMATS);
    if (command === 'search') return words(FORMATS_OF_A_SEARCH);
    return words(REPORTING.includes(command) ? REPORT_FORMATS : PLAIN_FORMATS);
  },
  '--engine': ({ command }) => words(command === 'load' || command === 'search' ? LOAD_ENGINES : RUN_ENGINES),
  '--mode': () => words(['auto', ...MEASURING_MODES]),
  '--loop': () => words(LOOPS),
  '--arrivals': () => words(ARRIVAL_SPACINGS),
  '--method': () => words(METHODS),
  '--on-inconclusive': () => words(GATE_REACTIONS),
  '--on-invalid': () => words(GATE_REACTIONS),
  '--workers': () => words(['native']),
  '--warmup': ({ command }) => (command === 'load' ? words(['auto']) : NOTHING),
  '--targets': (asked) => listed(asked, ['targets', 'groups']),
  '--scenario': (asked) => listed(asked, ['scenarios']),
  '--preset': (asked) => named(asked, ['presets']),
  '--baseline': (asked) => named(asked, ['targets']),
  '--resume': (asked) => named(asked, ['runs']),
  '--against': async (asked) => ({ ...(await named(asked, ['runs'])), paths: 'files' }),
  '--from': () => words(IMPORT_TOOLS),
  '--folder': () => ({ ...NOTHING, paths: 'folders' }),
};

/** By what stands in the place of the value: `--input <file>`. */
const PLACEHOLDER_PATHS: Readonly<Record<string, Completions['paths']>> = { file: 'files', dir: 'folders' };

const ARGUMENT_VALUES: Readonly<Record<string, Values>> = {
  run: serverWords,
  gate: serverWords,
  verify: serverWords,
  calibrate: (asked) => named(asked, ['targets']),
  build: (asked) => named(asked, ['targets', 'groups']),
  report: (asked) => named(asked, ['runs']),
  diff: async (asked) => ({ ...(await named(asked, ['runs'])), paths: 'files' }),
  import: () => ({ ...NOTHING, paths: 'files' }),
  completion: () => words(SHELLS),
};

/** What an option may be given. */
export function optionValues({ long, flags }: Option, asked: Asked): Completions | Promise<Completions> {
  const values = OPTION_VALUES[long ?? ''];
  if (values !== undefined) return values(asked);
  const placeholder = /<(\w+)/.exec(flags)?.[1] ?? '';
  return { ...NOTHING, paths: PLACEHOLDER_PATHS[placeholder] ?? 'none' };
}

/** What a command may be given beside its options. */
export function argumentValues(asked: Asked): Completions | Promise<Completions> {
  return ARGUMENT_VALUES[asked.command]?.(asked) ?? NOTHING;
}

/** Names of targets; a path is the beginning of a command. */
async function serverWords(asked: Asked): Promise<Completions> {
  if (/^[./~]/.test(asked.text)) return { ...NOTHING, paths: 'files' };
  return named(asked, ['targets', 'groups']);
}

function words(all: readonly string[]): Completions {
  return { candidates: all.map((word) => ({ word, text: '' })), paths: 'none' };
}

async function named({ before, cwd, env }: Asked, kinds: readonly NameKind[]): Promise<Completions> {
  const { knownNames } = await import('../../session/known-names.js');
  const targetsDirs = before.flatMap((word, index) => (word === '--targets-dir' ? (before[index + 1] ?? []) : []));
  return { candidates: await knownNames(kinds, { targetsDirs, cwd, env }), paths: 'none' };
}

/** Several with commas: what stands before the last comma is kept. */
async function listed(asked: Asked, kinds: readonly NameKind[]): Promise<Completions> {
  const { candidates, paths } = await named(asked, kinds);
  const lead = /^.*,/.exec(asked.text)?.[0] ?? '';
  const taken = lead.split(',');
  const left = candidates.filter(({ word }) => !taken.includes(word));
  return { candidates: left.map(({ word, text }) => ({ word: `${lead}${word}`, text })), paths };
}
