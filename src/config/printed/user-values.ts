import type { OutputConfig } from '../../model/config.js';
import { ANY_STATUS, type StatusRange } from '../../model/scenario.js';
import { shownHeaderValue } from '../../units/secret-headers.js';
import { outputFile } from '../output-options.js';

/** Values as a config file would say them, by their key; undefined: left open. */
export type UserValues = Readonly<Record<string, unknown>>;

const UNITS = [
  { suffix: 'h', ms: 3_600_000 },
  { suffix: 'm', ms: 60_000 },
  { suffix: 's', ms: 1000 },
] as const;

/** A span in the largest unit that holds it whole: what is read again is exactly the same. */
export function durationValue(durationMs: number): string {
  if (durationMs === 0) return '0s';
  const unit = UNITS.find(({ ms }) => durationMs % ms === 0) ?? UNITS.find(({ ms }) => isShort(durationMs / ms));
  if (unit !== undefined) return `${durationMs / unit.ms}${unit.suffix}`;
  return durationMs < 1 ? `${Number((durationMs * 1000).toFixed(3))}us` : `${durationMs}ms`;
}

/** 1.5 and 0.25 are as easily read as they are written. */
function isShort(value: number): boolean {
  return value >= 1 && Number.isInteger(value * 4);
}

/** `5%`, exactly. */
export function shareValue(share: number): string {
  return `${Number((share * 100).toPrecision(12))}%`;
}

/** `200,404`, `200-399`, `any`. */
export function statusValue(ranges: readonly StatusRange[]): string {
  if (ranges === ANY_STATUS) return 'any';
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(',');
}

/** Headers without the values that let somebody in; undefined: there are none. */
export function headersValue(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return wholeOrNone(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shownHeaderValue(name, value)])),
  );
}

/** What says where a report goes. */
export function outputValues({ format, files, quiet }: OutputConfig): UserValues {
  const texts = files.map(({ format: of, path }) => {
    const byName = outputFile(path);
    return byName.ok && byName.value.format === of && byName.value.path === path ? path : `${of}=${path}`;
  });
  return { format, output: listOrNone(texts), quiet };
}

export function listOrNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

export function wholeOrNone<T extends object>(object: T): T | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}
