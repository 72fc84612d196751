import { says } from '../merge-config.js';
import type { OptionReader } from '../option-reader.js';
import type { UserConfig } from '../user-config.js';
import type { UserValues } from './user-values.js';

/** Who may have said what a value is. */
export interface Sayers {
  readonly reader: OptionReader;
  readonly file: UserConfig;
  /** Where the keys stand in the file: `load.`, `gate.` or nothing. */
  readonly prefix: string;
  /** What messages call whoever says what stands at a place. */
  readonly nameOf: (place: string) => string;
  /** As messages call the config file; null: there is none. */
  readonly mainName: string | null;
  /** Keys that positional arguments have settled. */
  readonly positional: readonly string[];
}

/** Keys whose flags have other names. */
const FLAGS_OF: Readonly<Record<string, readonly string[]>> = {
  headers: ['header'],
  margins: ['margin'],
  scenarios: ['scenario'],
  thresholds: ['allow', 'threshold'],
};
/** Keys of the file that flags add to. */
const SUMS = ['thresholds'];
/** Keys whose members come from different places. */
const BY_MEMBER = ['headers', 'margins', 'env'];

/** Where each of the values comes from, by its place in a config file: `flag`, `environment`, `file`, `extends`, `preset` or `default`. */
export function sourcesOf(values: UserValues, sayers: Sayers): Readonly<Record<string, string>> {
  const places = Object.entries(values).flatMap(([key, value]): [string, string][] => {
    if (value === undefined) return [];
    const isByMember = BY_MEMBER.includes(key) && typeof value === 'object' && value !== null;
    if (!isByMember) return [[`${sayers.prefix}${key}`, sourceOf(key, sayers)]];
    return Object.keys(value).map((name) => [`${sayers.prefix}${key}.${name}`, memberSource(key, name, sayers)]);
  });
  return Object.fromEntries(places);
}

function sourceOf(key: string, sayers: Sayers): string {
  const typed = typedSources(key, sayers.reader);
  const fromFile = fileSource(`${sayers.prefix}${key}`, sayers);
  if (sayers.positional.includes(key)) return ['command line', ...typed].join(', ');
  if (SUMS.includes(key) && fromFile !== null) return [...typed, fromFile].join(', ');
  return typed.length > 0 ? typed.join(', ') : (fromFile ?? 'default');
}

function typedSources(key: string, reader: OptionReader): string[] {
  return (FLAGS_OF[key] ?? [key]).flatMap((option) => {
    const given = reader.given(option);
    return given === null || given.source === 'file' ? [] : `${given.source} ${given.where}`;
  });
}

function memberSource(key: string, name: string, sayers: Sayers): string {
  const [flag = key] = FLAGS_OF[key] ?? [];
  const isTyped = namesMember(sayers.reader.given(flag)?.text ?? '', name);
  const [typed] = isTyped ? typedSources(key, sayers.reader) : [];
  if (typed !== undefined) return typed;
  return fileSource(`${sayers.prefix}${key}.${name}`, sayers) ?? 'default';
}

/** Of `Accept: text/html,X-A: 1` and `latency.p99=5%`: a share without a name is throughput's. */
function namesMember(text: string, name: string): boolean {
  return text.split(',').some((part) => {
    const [, named] = /^\s*([^:=]+?)\s*[:=]/.exec(part) ?? [];
    return named === undefined ? name === 'throughput' : named.toLowerCase() === name.toLowerCase();
  });
}

function fileSource(place: string, { file, nameOf, mainName }: Sayers): string | null {
  if (!says(file, place)) return null;
  const name = nameOf(place);
  if (name.startsWith('preset ')) return name;
  return mainName === null || name === mainName ? `file ${name}` : `extends ${name}`;
}
