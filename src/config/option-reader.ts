import type { Problem } from '../errors.js';
import { type Parsed, type Parser, yesOrNo } from './parsers.js';

/** What a config file is called in messages; of several, the one that says what stands at a place such as `load.rate`. */
export type FileName = string | ((place: string) => string);

/** Where options come from, the strongest first. */
export interface OptionSources {
  readonly flags: object;
  readonly env: NodeJS.ProcessEnv;
  /** The part of the config file that speaks of this command. */
  readonly file: object;
  /** Put before a key of the file in messages: `load.` or nothing. */
  readonly filePrefix: string;
  /** Absent: it came from the API. */
  readonly fileName?: FileName | undefined;
}

/** Text that somebody gave for an option, and where. */
export interface GivenOption {
  readonly text: string;
  readonly where: string;
  readonly source: (typeof PRECEDENCE)[number];
}

/** The order of precedence, stated once; defaults, which callers pass in, are the weakest of all. */
export const PRECEDENCE = ['flag', 'environment', 'file'] as const;

/** The one-letter form of options that have one; wrk's letters win. */
export const LETTERS: Readonly<Record<string, string>> = {
  threads: 't',
  connections: 'c',
  duration: 'd',
  pipelining: 'p',
  header: 'H',
  method: 'm',
  body: 'b',
  input: 'i',
  requests: 'n',
  rate: 'R',
  latency: 'L',
  timeout: 'T',
  script: 's',
  parameterScan: 'P',
  parameterStep: 'D',
};

/** Reads options in the order flag, environment, file, default, and collects everything that is wrong with them. */
export class OptionReader {
  readonly problems: Problem[] = [];

  constructor(private readonly sources: OptionSources) {}

  /** What the strongest source says, or null where none says anything. */
  given(name: string): GivenOption | null {
    for (const source of PRECEDENCE) {
      const value = this.valueIn(source, name);
      if (value !== undefined) return { text: String(value), where: this.nameIn(source, name), source };
    }
    return null;
  }

  /** The same as it was written: a list, a switch, an object; undefined where none says anything. */
  written(name: string): unknown {
    return PRECEDENCE.map((source) => this.valueIn(source, name)).find((value) => value !== undefined);
  }

  /** Place of the strongest of these in the order of precedence, 0 first; behind the last where nobody gave any. */
  rankOf(...names: readonly string[]): number {
    const ranks = names.flatMap((name) => {
      const given = this.given(name);
      return given === null ? [] : [PRECEDENCE.indexOf(given.source)];
    });
    return Math.min(PRECEDENCE.length, ...ranks);
  }

  /** The option's value, or the fallback where nobody gave it or what was given is wrong. */
  read<T, F>(name: string, parse: Parser<T>, fallback: F): T | F {
    const given = this.given(name);
    return given === null ? fallback : this.check(given.where, parse(given.text), fallback);
  }

  isOn(name: string): boolean {
    return this.read(name, yesOrNo, false);
  }

  /** An option that may be repeated: one source wins as a whole. */
  readList<T>(name: string, parse: Parser<T>, split: (text: string) => readonly string[] = (text) => [text]): T[] {
    const source = PRECEDENCE.find((candidate) => this.valueIn(candidate, name) !== undefined);
    if (source === undefined) return [];
    const value = this.valueIn(source, name);
    const values: T[] = [];
    for (const text of (Array.isArray(value) ? value : [value]).map(String).flatMap(split)) {
      const parsed = parse(text);
      if (parsed.ok) values.push(parsed.value);
      else this.refuse(this.nameIn(source, name), parsed.message, parsed.hint);
    }
    return values;
  }

  /** Two options that say the same thing in two ways: the stronger source wins, the same source is a mistake. */
  readEither<A, B>(
    first: { readonly name: string; readonly parse: Parser<A> },
    second: { readonly name: string; readonly parse: Parser<B> },
  ): { readonly first: A | null; readonly second: B | null } {
    const one = this.given(first.name);
    const other = this.given(second.name);
    if (one !== null && other !== null && one.source === other.source) {
      this.refuse(other.where, `cannot be given together with ${one.where}`, 'give one of the two');
    }
    const strongest = PRECEDENCE.find((source) => one?.source === source || other?.source === source);
    const firstWins = one !== null && one.source === strongest;
    return {
      first: firstWins ? this.read(first.name, first.parse, null) : null,
      second: firstWins ? null : this.read(second.name, second.parse, null),
    };
  }

  /** Unwraps what a parser said; a refusal becomes a problem. */
  check<T, F>(where: string, parsed: Parsed<T>, fallback: F): T | F {
    if (parsed.ok) return parsed.value;
    this.refuse(where, parsed.message, parsed.hint);
    return fallback;
  }

  refuse(where: string, message: string, hint?: string): void {
    this.problems.push({ where, message, hint });
  }

  /** How the option's key reads in messages about the file. */
  fileName(name: string): string {
    const { fileName = 'config file', filePrefix } = this.sources;
    const place = `${filePrefix}${name}`;
    return `${typeof fileName === 'string' ? fileName : fileName(place)}, ${place}`;
  }

  private valueIn(source: GivenOption['source'], name: string): unknown {
    if (source === 'flag') return member(this.sources.flags, name);
    if (source === 'file') return member(this.sources.file, name);
    // CI systems pass variables that were not set as empty ones.
    return this.sources.env[environmentName(name)] || undefined;
  }

  private nameIn(source: GivenOption['source'], name: string): string {
    if (source === 'flag') return flagName(name);
    return source === 'file' ? this.fileName(name) : environmentName(name);
  }
}

/** Flags that only turn something off. */
const NEGATED: readonly string[] = ['keepalive', 'ci', 'confirm'];

/** `-c/--connections` for `connections`. */
export function flagName(name: string): string {
  if (NEGATED.includes(name)) return `--no-${name}`;
  const letter = LETTERS[name];
  return letter === undefined ? `--${hyphenated(name)}` : `-${letter}/--${hyphenated(name)}`;
}

/** `PERFCMP_CONNECT_TIMEOUT` for `connectTimeout`. */
export function environmentName(name: string): string {
  return `PERFCMP_${hyphenated(name).replaceAll('-', '_').toUpperCase()}`;
}

function hyphenated(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function member(object: object, name: string): unknown {
  return Object.entries(object).find(([key]) => key === name)?.[1];
}
