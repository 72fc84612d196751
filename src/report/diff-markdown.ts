import type { RunDiff } from '../model/diff.js';
import { plural } from '../units/words.js';
import { type DiffTable, diffTables, sortedDifferences, worthWords } from './diff-rows.js';
import { inline, tableLine } from './markdown-parts.js';

const HEADS = ['target', 'metric', 'first', 'second', 'second / first', 'verdict'];

/** Two runs for a pull request or an issue; without the numbers where nothing may be concluded from them, unless forced. */
export function renderDiffMarkdown(diff: RunDiff, { force }: { readonly force: boolean }): string {
  const { first, second, reference, isComparable } = diff;
  const run = ({ id, launches }: RunDiff['first']): string => `\`${id}\` (${plural(launches, 'launch')})`;
  const isShown = isComparable || force;
  const differences = sortedDifferences(diff).map(
    (one) => `- ${one.level === 'refuse' ? '**!** ' : ''}${inline(`${one.field}: ${one.first}, then ${one.second}`)}`,
  );
  const blocks = [
    `### perfcmp diff: ${run(first)} to ${run(second)}`,
    `Ratios to ${inline(reference)}, above 1 is better.`,
    isComparable ? '' : '> **!** not comparable: no verdict can stand on these two runs',
    differences.length === 0 ? '' : ['The runs differ in', '', ...differences].join('\n'),
    ...(isShown ? diffTables(diff, false).map(tableBlock) : []),
    isShown ? inline(`${worthWords(diff)}.`) : '',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function tableBlock({ title, rows }: DiffTable): string {
  return [
    `**${inline(title)}**`,
    '',
    tableLine(HEADS),
    tableLine(HEADS.map(() => ':--')),
    ...rows.map((row) =>
      tableLine([row.target, row.metric, row.first, row.second, row.change, row.verdict].map(inline)),
    ),
  ].join('\n');
}
