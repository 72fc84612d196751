import { editDistance } from '../units/edit-distance.js';

const PATTERN = /^\d{8}-\d{4}-[0-9a-f]{4}$/;

/** `20261123-0120-7f3a`: the minute in UTC and something to tell runs of one minute apart. */
export function newRunId(now: Date, random4hex: string): string {
  const [date = '', time = ''] = now.toISOString().split('T');
  return `${date.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}-${random4hex}`;
}

/** Whether a word may be the name of a run's folder; nothing else is ever looked up or removed. */
export function isRunId(word: string): boolean {
  return PATTERN.test(word);
}

/** The ids most like a mistyped one, the nearest first. */
export function nearestIds(wanted: string, ids: readonly string[], count: number): string[] {
  return ids
    .map((id) => ({ id, distance: editDistance(wanted, id) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ id }) => id);
}
