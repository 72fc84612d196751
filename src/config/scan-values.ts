import type { LaunchSetting, LaunchSettings } from '../model/launch.js';
import { suggestion } from '../units/nearest.js';
import { placesIn } from '../units/placeholders.js';
import type { OptionReader } from './option-reader.js';
import { OWN_PLACES, type Parameter } from './parameter-options.js';

/** All combinations are measured side by side, targets alive at once. */
export const MOST_COMBINATIONS = 32;
/** What to do about more. */
export const FEWER = 'give fewer values, or a larger --parameter-step';

/** What is scanned, and what is said of the starts of targets beside them. */
export interface Scan {
  readonly parameters: readonly Parameter[];
  readonly launching: LaunchSettings | null;
  /** A server is compared with itself: each parameter of its start has one value. */
  readonly startsAlike: boolean;
}

/** One value for each of some parameters. */
export type Values = Readonly<Record<string, string>>;

/** Whether a text has a place for a parameter. */
export function isIn(name: string, text: string): boolean {
  return placesIn(text).includes(name);
}

/** How many combinations there are. */
export function combinationsOf(parameters: readonly Parameter[]): number {
  return parameters.reduce((product, { values }) => product * values.length, 1);
}

/** All combinations, the first parameter varying slowest; of no parameters the empty one. */
export function combined(parameters: readonly Parameter[]): Values[] {
  return parameters.reduce<Values[]>(
    (sofar, { name, values }) => sofar.flatMap((before) => values.map((value) => ({ ...before, [name]: value }))),
    [{}],
  );
}

/** `T=2 M=fast`. */
export function valueWords(values: Values): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** A text that was said about the start of servers, and what it is there. */
export interface SettingText extends LaunchSetting<string> {
  readonly key: 'env' | 'cwd' | 'prepare' | 'cleanup';
}

/** All texts of settings that may have places. */
export function settingTexts(launching: LaunchSettings | null): SettingText[] {
  if (launching === null) return [];
  const texts = (key: 'cwd' | 'prepare' | 'cleanup') => launching[key].map((one) => ({ ...one, key }));
  const variables = launching.env.map((one) => ({ ...one, key: 'env' as const, value: one.value[1] }));
  return [...variables, ...texts('cwd'), ...texts('prepare'), ...texts('cleanup')];
}

/** Settings that know which parameters their places are for. */
export function withParameters(launching: LaunchSettings, parameters: readonly Parameter[]): LaunchSettings {
  const names = parameters.map(({ name }) => name);
  const marked = <T>(settings: readonly LaunchSetting<T>[], textOf: (value: T) => string): LaunchSetting<T>[] =>
    settings.map((setting) => {
      const used = names.filter((name) => isIn(name, textOf(setting.value)));
      return used.length === 0 ? setting : { ...setting, parameters: used };
    });
  const texts = (key: 'cwd' | 'prepare' | 'cleanup') => marked(launching[key], (text) => text);
  return {
    ...launching,
    env: marked(launching.env, ([, text]) => text),
    ...{ cwd: texts('cwd'), prepare: texts('prepare'), cleanup: texts('cleanup') },
  };
}

/** Refuses places that nothing fills: they would reach server and shell as they are written. */
export function refuseUnknown(
  reader: OptionReader,
  { parameters }: Pick<Scan, 'parameters'>,
  where: string,
  texts: readonly string[],
): void {
  // Without a scan braces mean nothing to perfcmp.
  if (parameters.length === 0) return;
  const names = parameters.map(({ name }) => name);
  for (const name of new Set(texts.flatMap(placesIn))) {
    if (names.includes(name) || OWN_PLACES.includes(name)) continue;
    const fallback = `parameters: ${names.join(', ')}; a space within the braces keeps what is no place`;
    reader.refuse(where, `{${name}} is no parameter`, suggestion(name, names, fallback));
  }
}
