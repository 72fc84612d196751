import { formatMargin } from './format.js';
import { nameList } from './name-list.js';
import { isAbout, type Row } from './row.js';
import { DOUBT_MARK, isDecided, ROUGH_MARK } from './verdict.js';

const WARMING_MARK = '*';
/** Say that a target was not yet as fast as it gets. */
const WARMING_CODES = ['still-warming', 'warm-up-cut'];

/** Behind the name of a target that had not come to rest; empty for others. */
export function markOf(row: Row): string {
  return isWarming(row) ? ` ${WARMING_MARK}` : '';
}

/** What the marks in a table mean, and the words in it that need some; a part for each. */
export function legendOf(rows: readonly Row[]): string[] {
  const told = rows.flatMap(({ comparison, target }) => (target.failure === null ? (comparison ?? []) : []));
  const isRough = rows[0]?.report.plan.quick === true && told.some(isDecided);
  const margins = told.flatMap(({ verdict, margin }) => (verdict === 'no-difference' ? formatMargin(margin) : []));
  return [
    ...(rows.some(isWarming) ? [`${WARMING_MARK} still warming, may be faster than shown`] : []),
    ...(isRough ? [`${ROUGH_MARK} rough, of few launches`] : []),
    ...doubtsOf(rows),
    ...(margins.length === 0 ? [] : [`no difference: less than ${[...new Set(margins)].join(' or ')}`]),
  ];
}

/** `! near ceiling: bun, deno`. */
function doubtsOf(rows: readonly Row[]): string[] {
  const names = new Map<string, string[]>();
  for (const { comparison, target } of rows) {
    for (const code of comparison?.doubts ?? []) names.set(code, [...(names.get(code) ?? []), target.name]);
  }
  const compared = rows.flatMap(({ comparison, target }) => (comparison === null ? [] : target.name));
  return [...names].map(([code, some]) => `${DOUBT_MARK} ${code.replaceAll('-', ' ')}: ${nameList(some, compared)}`);
}

function isWarming(row: Row): boolean {
  return row.report.warnings.some(
    (warning) => WARMING_CODES.includes(warning.code) && warning.target === row.target.name && isAbout(warning, row),
  );
}
