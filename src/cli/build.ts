import type { TargetFlags } from '../config/flags.js';
import { EXIT } from '../errors.js';
import type { BuildOutcome } from '../model/contract.js';
import { wrapText } from '../report/wrap.js';
import { formatDurationMs } from '../units/duration.js';
import { printable } from '../units/words.js';
import { readPlainFormat } from './format-option.js';
import { withSession } from './measure.js';
import { print } from './streams.js';
import { targetOptions } from './target-options.js';
import { DEFAULT_WIDTH, type Terminal, widthOf } from './terminal.js';

/** The options of `build` as typed. */
export interface BuildFlags extends TargetFlags {
  readonly format?: string;
  readonly quiet?: boolean;
}

/** `perfcmp build`: builds targets ahead; exit code 3 when one fails, or one that was named cannot be built here. */
export async function buildCommand(words: readonly string[], flags: BuildFlags, terminal: Terminal): Promise<number> {
  const format = readPlainFormat(flags.format);
  const options = await targetOptions('build', flags, terminal);
  const { buildTargets } = await import('../session/build.js');
  const { result, interruptCode } = await withSession(terminal, { quiet: flags.quiet === true, stop: null }, (io) =>
    buildTargets(words, options, io),
  );
  await print(
    terminal.stdout,
    format === 'json' ? JSON.stringify(result, null, 2) : renderBuilds(result, widthOf(terminal.stdout)),
  );
  return interruptCode ?? (result.some(isBad) ? EXIT.target : EXIT.ok);
}

function isBad(outcome: BuildOutcome): boolean {
  return outcome.state === 'failed' || (outcome.state === 'unavailable' && outcome.isNamed);
}

/** A line for each target; below one that failed, the end of its log and where the rest is. */
export function renderBuilds(outcomes: readonly BuildOutcome[], width = DEFAULT_WIDTH): string {
  if (outcomes.length === 0) return 'no target to build';
  const longest = Math.max(...outcomes.map(({ target }) => target.length));
  return outcomes
    .flatMap((outcome) => {
      const lead = `${outcome.target.padEnd(longest)}  `;
      // A command that failed stays as it can be copied.
      const isProse = outcome.state === 'unavailable';
      return [
        ...(isProse ? wrapText(lead, wordsOf(outcome), width) : [lead + wordsOf(outcome)]),
        ...detailsOf(outcome),
      ];
    })
    .join('\n');
}

function wordsOf(outcome: BuildOutcome): string {
  switch (outcome.state) {
    case 'built':
      return `built in ${formatDurationMs(Math.round(outcome.seconds * 10) * 100)}`;
    case 'up-to-date':
      return 'up to date';
    case 'nothing-to-build':
      return 'nothing to build';
    case 'unavailable':
      return `cannot be built here: ${outcome.reason}${outcome.hint === null ? '' : ` (${outcome.hint})`}`;
    case 'failed':
      return `failed: ${printable(outcome.reason)}`;
  }
}

function detailsOf(outcome: BuildOutcome): string[] {
  if (outcome.state !== 'failed') return [];
  const tail = outcome.logTail.map((line) => `  | ${printable(line)}`);
  return outcome.hint === null ? tail : [...tail, `  hint: ${outcome.hint}`];
}
