import type { Finding, FindingLevel } from '../../model/doctor.js';

/** Nothing to mend. */
export function fine(topic: string, found: string): Finding {
  return { topic, level: 'ok', found, cost: null, mend: null };
}

/** Something with a cost, and what can be done about it if anything. */
export function finding(
  topic: string,
  level: Exclude<FindingLevel, 'ok'>,
  found: string,
  cost: string | null = null,
  mend: string | null = null,
): Finding {
  return { topic, level, found, cost, mend };
}

/** `8.2 GB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${units[unit]}`;
}

/** `4.2 %`. */
export function shareText(share: number): string {
  return `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))} %`;
}
