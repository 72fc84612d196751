import { diffRuns, whyNoDiff } from '../analysis/diff.js';
import { EXIT, PerfcmpError } from '../errors.js';
import type { RunDiff } from '../model/diff.js';
import type { SessionIo } from './io.js';
import { readRun } from './stored.js';
import { toolVersion } from './tool-version.js';

/** Holds two runs against each other: ids of stored ones, `last`, or reports in files. */
export async function diffStored(names: readonly [string, string], io: SessionIo): Promise<RunDiff> {
  const first = await readRun(names[0], io);
  const second = await readRun(names[1], io);
  if (first.run.id === second.run.id) {
    throw new PerfcmpError(
      'same-run',
      `"${names[0]}" and "${names[1]}" are the same run: ${first.run.id}`,
      EXIT.usage,
      {
        hint: 'name two runs; their folders lie where perfcmp stores them, and their ids end the output of run',
      },
    );
  }
  const reason = whyNoDiff(first, second);
  if (reason !== null) throw new PerfcmpError('no-diff', reason.message, EXIT.invalid, { hint: reason.hint });
  return diffRuns(first, second, { toolVersion: toolVersion() });
}

/** What is an exit code for: nothing can be concluded where the runs, or some of their numbers, do not compare. */
export function diffExitCode({ comparisons }: RunDiff): number {
  return comparisons.some(({ verdict }) => verdict === 'invalid') ? EXIT.invalid : EXIT.ok;
}
