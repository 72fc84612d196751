import type { RunDiff } from '../model/diff.js';
import { renderDiffMarkdown } from '../report/diff-markdown.js';
import { renderDiffText } from '../report/diff-text.js';
import { DIFF_FORMATS, readFormat } from './format-option.js';
import { withSession } from './measure.js';
import { print } from './streams.js';
import { mayColor, type Terminal, widthOf } from './terminal.js';

/** The options of `diff` as typed. */
export interface DiffFlags {
  readonly force?: boolean;
  readonly format?: string;
}

/** `perfcmp diff`: a stored run against an earlier one; exit code 5 where nothing can be concluded. */
export async function diffCommand(
  names: readonly [string, string],
  flags: DiffFlags,
  terminal: Terminal,
): Promise<number> {
  const format = readFormat(flags.format, DIFF_FORMATS);
  const force = flags.force === true;
  const { diffExitCode, diffStored } = await import('../session/diff.js');
  const { result } = await withSession(terminal, { quiet: true, stop: null }, (io) => diffStored(names, io));
  await print(terminal.stdout, renderDiff(result, format, force, terminal));
  return diffExitCode(result);
}

function renderDiff(
  diff: RunDiff,
  format: (typeof DIFF_FORMATS)[number],
  force: boolean,
  { stdout, env }: Terminal,
): string {
  if (format === 'json') return JSON.stringify(diff, null, 2);
  if (format === 'markdown') return renderDiffMarkdown(diff, { force });
  return renderDiffText(diff, { width: widthOf(stdout), color: mayColor(stdout, env), force });
}
