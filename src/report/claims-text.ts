import type { Report } from '../model/report.js';
import { type ClaimRow, type ClaimTable, claimLabels, claimTables } from './claims.js';
import type { Paint } from './paint.js';
import { wrapText } from './wrap.js';

const GAP = '  ';
const NARROWEST_CLAIM = 20;

/** The claims as tables for the screen: the claim itself takes as many lines as it needs. */
export function claimLines(report: Report, width: number, paint: Paint): string[] {
  const tables = claimTables(report);
  const labels = claimLabels(report);
  const rows = tables.flatMap((table) => table.rows);
  const widthOf = (label: string, pick: (row: ClaimRow) => string): number =>
    Math.max(label.length, ...rows.map((row) => pick(row).length));
  const claimed = widthOf(labels[1], (row) => row.claimed);
  const measured = widthOf(labels[2], (row) => row.measured);
  const verdict = widthOf(labels[3], (row) => row.verdict);
  const room = Math.max(NARROWEST_CLAIM, width - 1 - claimed - measured - verdict - 3 * GAP.length);
  const claim = Math.min(
    room,
    widthOf(labels[0], (row) => row.claim),
  );
  const line = (cells: readonly [string, string, string], first: string, tone: ClaimRow['tone']): string =>
    [` ${first.padEnd(claim)}`, cells[0].padStart(claimed), cells[1].padEnd(measured), paint(cells[2], tone)]
      .join(GAP)
      .trimEnd();
  const rowLines = (row: ClaimRow): string[] => {
    const [first = '', ...more] = wrapText('', row.claim, claim);
    return [line([row.claimed, row.measured, row.verdict], first, row.tone), ...more.map((text) => `   ${text}`)];
  };
  const head = line([labels[1], labels[2], labels[3]], labels[0], 'plain');
  return tables.flatMap((table) => [
    ...wrapText('', table.title, width),
    paint(head, 'faint'),
    ...table.rows.flatMap(rowLines),
    ...reasonLines(table, width, paint),
    '',
  ]);
}

function reasonLines({ reasons }: ClaimTable, width: number, paint: Paint): string[] {
  return reasons.flatMap((reason) => {
    const [first = '', ...rest] = wrapText(' · ', reason, width);
    return [first.replace('·', paint('·', 'faint')), ...rest];
  });
}
