import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../../src/errors.js';
import type { Report } from '../../src/model/report.js';
import { fixture, type Sandbox } from './program.js';
import { reportIn } from './reports.js';

// Servers that only sleep are as fast on a machine that others keep busy, and have no work to do while others are measured.
// Six launches are the least that a gate takes, so everything else is as short as it can be.
export const SHORT = ['-c', '8', '--warmup', '50ms', '--slice', '50ms', '--blocks', '3', '--mode', 'plain'];
const ASKED_TO_DECIDE = ['--looks', '6', '--on-inconclusive', 'fail'];

/** What a gate, or the run that it is held against, came to. */
export interface GateRun {
  readonly code: number | null;
  readonly report: Report;
}

/** Gates of a sandbox that decide within six looks. */
export interface Gates {
  readonly gate: (...args: readonly string[]) => Promise<GateRun>;
  /** A server beside itself, in a stored run that every gate may be held against; measured once. */
  readonly stored: () => Promise<Report>;
}

export function sleeper(label: string, delayMs: number): string {
  return `${label}=DELAY_MS=${delayMs} SPIN_MS=0 ${fixture('sleeper.mjs')}`;
}

export const ITSELF = [sleeper('old', 15), sleeper('new', 15)];

export function gatesIn(sandbox: Sandbox): Gates {
  let once: Promise<Report> | undefined;
  const measure = async (): Promise<Report> => {
    const { report } = await valid(sandbox, ['run', ...ITSELF, '--baseline', 'old', '--launches', '2']);
    const whole = asOfSixLaunches(withReferenceAsFastAsNow(report));
    const file = join(sandbox.folder, 'state/perfcmp/reports', report.run.id, 'report.json');
    writeFileSync(file, JSON.stringify(whole));
    return whole;
  };
  return {
    gate: (...args) => valid(sandbox, ['gate', ...args, ...ASKED_TO_DECIDE]),
    stored: () => {
      once ??= measure();
      return once;
    },
  };
}

/** Whether others disturbed it so much that nothing is valid: asked again, and no fault of the gate. */
async function valid(sandbox: Sandbox, args: readonly string[]): Promise<GateRun> {
  for (let left = 2; ; left -= 1) {
    const { code, stdout, stderr } = await sandbox.run([...args, '--quiet', '--format', 'json', ...SHORT]);
    if (stderr !== '') throw new Error(stderr);
    if (code !== EXIT.invalid || left === 0) return { code, report: reportIn(stdout) };
  }
}

/** Without how fast the reference was: that it has to be as fast again, within 5 %, is for test/analysis, where no machine has a say. */
function withReferenceAsFastAsNow(report: Report): Report {
  const measurements = report.measurements.map((one) =>
    one.target === 'old' ? { ...one, throughput: { ...one.throughput, value: null } } : one,
  );
  return { ...report, measurements };
}

/** Each of its two launches three times, and as narrow an interval: what is held against it needs six, and four more would show nothing new. */
function asOfSixLaunches(report: Report): Report {
  const comparisons = report.comparisons.map(({ launchRatios, ratio, ...one }) => {
    const value = ratio.value ?? Number.NaN;
    return {
      ...one,
      ratio: { ...ratio, lower: 0.97 * value, upper: 1.03 * value },
      launchRatios: [launchRatios, launchRatios, launchRatios].flat(),
    };
  });
  return { ...report, comparisons, plan: { ...report.plan, launches: 6, launchesDone: 6 } };
}
