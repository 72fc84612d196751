import type { BaseRequest } from '../model/gate.js';
import { GATE_DEFAULTS } from './defaults.js';
import type { OptionReader } from './option-reader.js';
import { accept, anyText, type Parser, reject } from './parsers.js';
import { parseTargetRequest } from './target-request.js';

const START = "perfcmp gate 'node server.js' --base HEAD~1";
/** What only says something about a commit that is checked out. */
const OF_BASE = ['start', 'build', 'folder'] as const;

/** What else on the command line says which targets a gate has. */
export interface BesideBase {
  readonly positionals: readonly string[];
  /** `--targets` was typed. */
  readonly namesTargets: boolean;
}

/** Reads `--base` with what belongs to it; null where two targets are named instead, or nothing is. */
export function readBase(
  reader: OptionReader,
  { positionals, namesTargets }: BesideBase,
): Omit<BaseRequest, 'rebuild'> | null {
  const given = reader.given('base');
  // Whoever types two targets does not mean the base that the file has for every other time.
  const isOverruled = given?.source === 'file' && (positionals.length > 1 || namesTargets);
  if (given === null || isOverruled) {
    for (const name of OF_BASE) {
      const idle = reader.given(name);
      if (idle?.source === 'flag') reader.refuse(idle.where, 'belongs to --base', START);
    }
    return null;
  }
  if (namesTargets || positionals.length > 1) {
    reader.refuse(given.where, 'checks out both targets itself', `name the one command that starts them: ${START}`);
  }
  return {
    ref: reader.read('base', anyText, ''),
    start: readStart(reader, positionals[0]),
    build: reader.given('build') === null ? null : reader.readList('build', anyText),
    folder: reader.read('folder', anyText, null),
    buildTimeoutMs: GATE_DEFAULTS.buildTimeoutMs,
  };
}

/** Refuses what is typed for targets that are named. */
export function refuseBesideBase(reader: OptionReader): void {
  const given = reader.given('cwd');
  if (given?.source !== 'flag') return;
  const hint = '--folder says where both are built and started';
  reader.refuse(given.where, 'cannot be given together with --base, which makes the two targets itself', hint);
}

function readStart(reader: OptionReader, positional: string | undefined): BaseRequest['start'] {
  // Stands for what is missing, so that everything else is read as well.
  const nothing = { command: 'server', env: {} };
  const option = reader.given('start');
  if (positional !== undefined) {
    if (option?.source === 'flag')
      reader.refuse(option.where, `says the same as "${positional}"`, 'give one of the two');
    return reader.check(`target "${positional}"`, startCommand(positional), nothing);
  }
  if (option === null) {
    reader.refuse('--base', 'needs the command that starts the server', START);
    return nothing;
  }
  return reader.read('start', startCommand, nothing);
}

/** A command, with its variables before it; perfcmp itself gives the two their names. */
const startCommand: Parser<BaseRequest['start']> = (text) => {
  const parsed = parseTargetRequest(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (value.kind !== 'word' && value.kind !== 'command') {
    return reject(`is no command: "${text}"`, `a base is started by perfcmp: ${START}`);
  }
  if (value.label !== null) return reject(`must have no label: "${text}"`, 'the two are called base and head');
  return accept({ command: value.kind === 'word' ? value.word : value.command, env: value.env });
};
