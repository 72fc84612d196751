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

/** More slips than these make another id: most of its digits are those of any other run of the day. */
const MOST_SLIPS = 3;
/** A part of an id that is shorter says nothing. */
const LEAST_PART = 4;

/** The ids that a mistyped one, or a part of one, may have meant: the nearest first, else in their order. */
export function nearestIds(wanted: string, ids: readonly string[], count: number): string[] {
  const isPart = (id: string): boolean => wanted.length >= LEAST_PART && id.includes(wanted);
  return ids
    .map((id) => ({ id, distance: editDistance(wanted, id) }))
    .filter(({ id, distance }) => distance <= MOST_SLIPS || isPart(id))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ id }) => id);
}
