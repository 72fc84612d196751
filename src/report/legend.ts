import { isRoughReport } from '../model/rough.js';
import { formatMargin } from './format.js';
import { nameList } from './name-list.js';
import { alsoShown, isAbout, type Row } from './row.js';
import { DOUBT_MARK, isDecided, ROUGH_MARK } from './verdict.js';

const WARMING_MARK = '*';
/** Say that a target may not yet have been as fast as it gets. */
const WARMING_REASONS = [
  { code: 'still-warming', reason: 'its throughput rose by more than 3 % while measured' },
  { code: 'warm-up-cut', reason: '--quick cut its warm-up' },
] as const;

/** Behind the name of a target that had not come to rest; empty for others. */
export function markOf(row: Row): string {
  return isWarming(row) ? ` ${WARMING_MARK}` : '';
}

/** What the marks in a table mean, and the words in it that need some; a part for each. */
export function legendOf(rows: readonly Row[]): string[] {
  const shown = rows.filter(({ target }) => target.failure === null);
  const told = shown.flatMap(({ comparison }) => comparison ?? []);
  const all = [...told, ...shown.flatMap(alsoShown)];
  const isRough = rows[0] !== undefined && isRoughReport(rows[0].report) && all.some(isDecided);
  const margins = told.flatMap(({ verdict, margin }) => (verdict === 'no-difference' ? formatMargin(margin) : []));
  return [
    ...warmingOf(rows),
    ...(isRough ? [`${ROUGH_MARK} rough, of few launches`] : []),
    ...doubtsOf(rows),
    ...(margins.length === 0 ? [] : [`no difference: less than ${[...new Set(margins)].join(' or ')}`]),
  ];
}

/** `! near ceiling: bun, deno`. */
function doubtsOf(rows: readonly Row[]): string[] {
  const names = new Map<string, Set<string>>();
  for (const row of rows) {
    const doubts = [row.comparison, ...alsoShown(row)].flatMap((comparison) => comparison?.doubts ?? []);
    for (const code of doubts) names.set(code, (names.get(code) ?? new Set()).add(row.target.name));
  }
  const compared = rows.flatMap(({ comparison, target }) => (comparison === null ? [] : target.name));
  return [...names].map(
    ([code, some]) => `${DOUBT_MARK} ${code.replaceAll('-', ' ')}: ${nameList([...some], compared)}`,
  );
}

/** `* its throughput rose by more than 3 % while measured, or --quick cut its warm-up`: only what was seen. */
function warmingOf(rows: readonly Row[]): string[] {
  const codes = new Set(rows.flatMap(warmingCodes));
  const words = WARMING_REASONS.flatMap(({ code, reason }) => (codes.has(code) ? reason : []));
  return words.length === 0 ? [] : [`${WARMING_MARK} ${words.join(', or ')}`];
}

function isWarming(row: Row): boolean {
  return warmingCodes(row).length > 0;
}

function warmingCodes(row: Row): string[] {
  const about = row.report.warnings.filter(({ target }) => target === row.target.name);
  const codes = about.filter((warning) => isAbout(warning, row)).map(({ code }) => code);
  return codes.filter((code) => WARMING_REASONS.some((known) => known.code === code));
}
