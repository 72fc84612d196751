import type { TargetRequest } from '../model/config.js';
import { commandText } from '../units/command-text.js';
import { fillPlaces } from '../units/placeholders.js';
import { shownText } from '../units/secret-texts.js';
import type { OptionReader } from './option-reader.js';
import type { Parameter } from './parameter-options.js';
import {
  combinationsOf,
  combined,
  FEWER,
  isIn,
  MOST_COMBINATIONS,
  refuseUnknown,
  type Scan,
  type SettingText,
  settingTexts,
  type Values,
  valueWords,
} from './scan-values.js';
import { userTargetRequest, writtenKind, writtenName } from './target-request.js';
import type { UserTarget } from './user-config.js';

/** A target as it was written, and where. */
export interface WrittenTarget {
  readonly where: string;
  readonly target: UserTarget;
}

/** A target for each combination of the parameters that it uses, named for their values; one that uses none stays as it is. */
export function scannedTargets(reader: OptionReader, written: readonly WrittenTarget[], scan: Scan): TargetRequest[] {
  const { parameters } = scan;
  const scanned = written.map((one) => {
    const texts = textsWith(one.target, scan);
    return { ...one, used: parameters.filter(({ name }) => texts.some((text) => isIn(name, text))) };
  });
  for (const { where, target } of written) refuseUnknown(reader, scan, where, textsOf(target));
  if (scan.startsAlike && refuseSeveral(reader, new Set(scanned.flatMap(({ used }) => used)))) return [];
  const count = scanned.reduce((sum, { used }) => sum + combinationsOf(used), 0);
  if (parameters.length > 0 && count > MOST_COMBINATIONS) {
    reader.refuse(parameters[0]?.where ?? '', `makes ${count} targets, and ${MOST_COMBINATIONS} are the most`, FEWER);
    return [];
  }
  return scanned.flatMap(({ where, target, used }) =>
    combined(used).flatMap((values) => {
      const request = reader.check(where, userTargetRequest(filled(target, values)), null);
      if (request === null) return [];
      if (used.length === 0) return request;
      // The two sides keep their names: what differs between them is something else.
      if (scan.startsAlike) return { ...request, scan: { of: writtenName(target), values } };
      return withValues(reader, where, { target, request, values });
    }),
  );
}

/** Of a server that is compared with itself both sides are started alike, which a scan would undo. */
function refuseSeveral(reader: OptionReader, used: ReadonlySet<Parameter>): boolean {
  const several = [...used].filter(({ values }) => values.length > 1);
  for (const { name, values, where } of several) {
    const [first = ''] = values;
    const message = `parameter "${name}" has ${values.length} values, and both sides are started alike`;
    const choice = commandText(['--parameter-list', name, first.replaceAll(',', '\\,')]);
    reader.refuse(where, message, `choose one: ${choice}`);
  }
  return several.length > 0;
}

/** Every text of a target that may have places, and of what is said about its start. */
export function textsWith(target: UserTarget, scan: Scan): string[] {
  const name = writtenName(target);
  const said = settingTexts(scan.launching).filter((one) => (one.target ?? name) === name && takes(target, one, scan));
  return [...textsOf(target), ...said.map(({ value }) => value)];
}

/** Whether a setting has a say in the start of a target: one that it has none in would only measure the same twice. */
function takes(target: UserTarget, { key, value, mayIdle }: SettingText, { parameters }: Scan): boolean {
  switch (writtenKind(target)) {
    case 'url':
      return false;
    case 'command':
      return true;
    // A bundled target has its own folder. Whether a word is one is seen later, so that who types a folder is believed.
    case 'word': {
      // Who asks for all means them as they are, whatever a file varies for its own server.
      const isVaried = isGroupName(writtenName(target)) && parameters.some(({ name }) => isIn(name, value));
      return !mayIdle || (key !== 'cwd' && !isVaried);
    }
    default:
      return key === 'env';
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function filled<T>(value: T, values: Values): T {
  const fill = (part: unknown): unknown => {
    if (typeof part === 'string') return fillPlaces(part, values);
    if (Array.isArray(part)) return part.map(fill);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, fill(member)]));
  };
  return fill(value) as T;
}

function withValues(
  reader: OptionReader,
  where: string,
  one: { readonly target: UserTarget; readonly request: TargetRequest; readonly values: Values },
): TargetRequest[] {
  const { target, request, values } = one;
  if (request.kind === 'word' && isGroupName(request.word)) {
    const message = `"${request.word}" stands for several targets, which a scan would vary all at once`;
    reader.refuse(where, message, 'name those that shall vary');
    return [];
  }
  const of = writtenName(target);
  return [{ ...request, label: labelOf(of, request, values), scan: { of, values } }];
}

function isGroupName(word: string): boolean {
  return word === 'all' || word === 'default';
}

/** The name with its values in place, and behind it those that it does not show; null: the command itself says it all. */
function labelOf(of: string, { kind, label }: TargetRequest, values: Values): string | null {
  const hidden = Object.fromEntries(Object.entries(values).filter(([name]) => !isIn(name, of)));
  const name = fillPlaces(shownText(of), values);
  if (Object.keys(hidden).length > 0) return `${name} ${valueWords(hidden)}`;
  // Of a URL only the host would be shown.
  if (label === null && kind === 'url') return name.replace(/^https?:\/\//, '').replace(/\/$/, '');
  return label === null ? null : name;
}
