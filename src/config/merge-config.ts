import type { UserConfig } from './user-config.js';

type Keys = Readonly<Record<string, unknown>>;
/** Whoever says one of the first sets the others aside, wherever weaker files say them: both answer the same question. */
type SetAside = readonly [by: readonly string[], others: readonly string[]];

/** How two configs, or parts of them, become one. */
interface MergeRule {
  readonly setsAside: readonly SetAside[];
  /** Keys whose objects are merged key by key; everything else is taken as a whole, lists too. */
  readonly inner: ReadonlyMap<string, MergeRule>;
}

const PLAIN: MergeRule = { setsAside: [], inner: new Map() };

const LOAD: MergeRule = {
  setsAside: [
    ...either('duration', 'requests', 'stages'),
    ...either('rate', 'stages', 'think'),
    ...either('keepalive', 'reconnectEvery'),
    ...either('maxErrors', 'bail'),
    ...either('engine', 'http2'),
    ...either('body', 'input', 'form'),
    ...either('path', 'request', 'scenario', 'targetsFile', 'har'),
    [
      ['request', 'scenario', 'targetsFile', 'har'],
      ['method', 'body', 'input', 'form'],
    ],
  ],
  inner: new Map([
    ['headers', PLAIN],
    ['env', PLAIN],
  ]),
};

const CONFIG: MergeRule = {
  setsAside: [
    ...either('duration', 'blocks'),
    ...either('body', 'input'),
    ...either('path', 'scenarios'),
    [['scenarios'], ['method', 'headers', 'body', 'input', 'expectStatus']],
    [
      ['budget', 'resolve'],
      ['quick', 'duration'],
    ],
    [
      ['quick', 'duration'],
      ['budget', 'resolve'],
    ],
  ],
  inner: new Map([
    ['headers', PLAIN],
    ['env', PLAIN],
    ['parameters', PLAIN],
    ['margins', PLAIN],
    ['gate', PLAIN],
    ['load', LOAD],
  ]),
};

function either(...keys: readonly string[]): SetAside[] {
  return keys.map((key) => [[key], keys.filter((other) => other !== key)]);
}

/** What a config says, and of what it leaves open what a weaker one says. */
export function mergeConfigs(strong: UserConfig, weak: UserConfig): UserConfig {
  return mergeKeys(strong as Keys, weak as Keys, CONFIG) as UserConfig;
}

function mergeKeys(strong: Keys, weak: Keys, { setsAside, inner }: MergeRule): Keys {
  const said = Object.entries(strong).filter(([, value]) => value !== undefined);
  const isSaid = (key: string): boolean => strong[key] !== undefined;
  const aside = setsAside.flatMap(([by, others]) => (by.some(isSaid) ? others : []));
  return Object.fromEntries([
    ...Object.entries(weak).filter(([key]) => !aside.includes(key)),
    ...said.map(([key, value]) => [key, mergeValue(value, weak[key], inner.get(key))]),
  ]);
}

function mergeValue(strong: unknown, weak: unknown, rule: MergeRule | undefined): unknown {
  return rule !== undefined && isKeys(strong) && isKeys(weak) ? mergeKeys(strong, weak, rule) : strong;
}

/** Whether a config says what stands at a place such as `load.headers.Accept` or `targets[0].label`, as far as it is merged key by key. */
export function says(config: UserConfig, place: string): boolean {
  return saysIn(config, CONFIG, place);
}

function saysIn(value: unknown, rule: MergeRule | undefined, place: string): boolean {
  if (place === '' || rule === undefined || !isKeys(value)) return value !== undefined;
  // Metrics and headers have dots in their names.
  if (value[place] !== undefined) return true;
  const [, key = '', rest = ''] = /^([^.[]+)[.[]?(.*)$/.exec(place) ?? [];
  return saysIn(value[key], rule.inner.get(key), rest);
}

function isKeys(value: unknown): value is Keys {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
