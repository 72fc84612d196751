import { ConfigError } from '../errors.js';
import { CLEAN_KINDS, type CleanConfig, type CleanKind } from '../model/clean.js';
import { parseDurationMs } from '../units/duration.js';
import { OptionReader } from './option-reader.js';
import { accept, type Parser, reject, wholeNumber } from './parsers.js';

/** The options of `clean` as typed. */
export type CleanFlags = { readonly [kind in CleanKind]?: boolean } & {
  readonly all?: boolean;
  readonly olderThan?: string;
  readonly keep?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly format?: string;
};

const HOUR_MS = 3_600_000;
const LONG_UNITS_MS = { d: 24 * HOUR_MS, w: 7 * 24 * HOUR_MS } as const;

/** Reads what shall be removed; throws all problems as one ConfigError. */
export function resolveClean(flags: CleanFlags): CleanConfig {
  const reader = new OptionReader({ flags, env: {}, file: {}, filePrefix: '' });
  const kinds = CLEAN_KINDS.filter((kind) => flags.all === true || flags[kind] === true);
  if (kinds.length === 0) {
    for (const name of ['olderThan', 'keep', 'dryRun', 'yes']) {
      const given = reader.given(name);
      if (given === null) continue;
      reader.refuse(given.where, 'says nothing of what', `choose from --${CLEAN_KINDS.join(', --')}, or --all`);
    }
  }
  if (flags.dryRun === true && flags.yes === true) {
    reader.refuse('--dry-run', 'cannot be given together with --yes', 'give one of the two');
  }
  const config: CleanConfig = {
    kinds,
    olderThanMs: reader.read('olderThan', age, null),
    keep: reader.read('keep', wholeNumber(0, 1_000_000), 0),
    isMeant: flags.yes === true,
  };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

/** `7d`, `2w`, or a span as everywhere. */
const age: Parser<number> = (text) => {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(d|w)$/.exec(text.trim()) ?? [];
  const ageMs = unit === 'd' || unit === 'w' ? Number(count) * LONG_UNITS_MS[unit] : parseDurationMs(text);
  return ageMs === null ? reject(`must be an age, got "${text}"`, 'write it like 7d, 2w or 12h') : accept(ageMs);
};
