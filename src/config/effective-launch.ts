import type { TargetRequest } from '../model/config.js';
import type { LaunchSetting, LaunchSettings } from '../model/launch.js';
import { fillPlaces } from '../units/placeholders.js';

/** Of all settings those that are for a target, with the values of its parameters in their places. */
export function settingsOf(
  launching: Omit<LaunchSettings, 'timeoutMs'>,
  { scan }: Pick<TargetRequest, 'scan'>,
  name: string,
): Omit<LaunchSettings, 'timeoutMs'> {
  const names = namesOf(name, { scan });
  const values = scan?.values ?? {};
  const isMeant = ({ target, parameters = [] }: Pick<LaunchSetting<unknown>, 'target' | 'parameters'>): boolean =>
    (target === null || names.includes(target)) && parameters.every((parameter) => Object.hasOwn(values, parameter));
  const texts = (settings: readonly LaunchSetting<string>[]): LaunchSetting<string>[] =>
    settings.filter(isMeant).map((setting) => ({ ...setting, value: fillPlaces(setting.value, values) }));
  const env = launching.env.filter(isMeant).map((setting) => {
    const [variable, text] = setting.value;
    return { ...setting, value: [variable, fillPlaces(text, values)] as const };
  });
  return { env, cwd: texts(launching.cwd), prepare: texts(launching.prepare), cleanup: texts(launching.cleanup) };
}

/** What it is called, and was called before a scan gave it its values. */
export function namesOf(name: string, { scan }: { readonly scan?: TargetRequest['scan'] | undefined }): string[] {
  return scan === undefined ? [name] : [name, scan.of];
}

/** Variables in the order of their strength: what is said of all, its own, and what is stronger than that. */
export function withVariables(
  own: Readonly<Record<string, string>>,
  settings: LaunchSettings['env'],
): Readonly<Record<string, string>> {
  const said = (overrules: boolean) => settings.filter((one) => one.overrules === overrules).map(({ value }) => value);
  return Object.fromEntries([...said(false), ...Object.entries(own), ...said(true)]);
}

/** The strongest word; null where there is none. */
export function strongestWord(settings: readonly LaunchSetting<string>[], own: string | undefined): string | null {
  const last = (overrules: boolean) => settings.filter((one) => one.overrules === overrules).at(-1)?.value;
  return last(true) ?? own ?? last(false) ?? null;
}
