import { ConfigError } from '../errors.js';
import type { CalibrateConfig } from '../model/config.js';
import { CALIBRATE_DEFAULTS } from './defaults.js';
import type { CalibrateFlags } from './flags.js';
import { environmentName, type FileName, OptionReader } from './option-reader.js';
import { duration } from './parsers.js';
import { resolveRun } from './resolve-run.js';
import type { UserConfig } from './user-config.js';
import { without } from './without.js';

/** Everything that has a say in how `calibrate` goes. */
export interface CalibrateInput {
  readonly target: string | undefined;
  readonly flags: CalibrateFlags;
  readonly file: UserConfig | null;
  readonly fileName?: FileName | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** What decides whom `run` compares, how and for how long: a calibration has one target, a closed loop and a budget. */
const OF_RUN = [
  ...(['preset', 'quick', 'targets', 'baseline', 'launches', 'budget', 'resolve', 'dryRun'] as const),
  ...(['loop', 'rate', 'arrivals', 'ci', 'gate'] as const),
] as const;

/** The configuration of `run` with the target twice, and how long it may take; throws all problems as one ConfigError. */
export function resolveCalibrate({ target, flags, file, fileName, env }: CalibrateInput): CalibrateConfig {
  const { budget, ...shared } = flags;
  const reader = new OptionReader({ flags: { budget }, env, file: {}, filePrefix: '', fileName });
  const budgetMs = reader.read('budget', duration, CALIBRATE_DEFAULTS.budgetMs);
  const run = resolveRun({
    positionals: [target ?? CALIBRATE_DEFAULTS.target],
    flags: shared,
    file: file === null ? null : without(file, OF_RUN),
    fileName,
    env: without(env, OF_RUN.map(environmentName)),
    startsAlike: true,
  });
  const [asked] = run.targets;
  if (asked?.kind === 'url') {
    const hint = 'name the command that starts the server: calibrate starts it afresh for each launch';
    reader.refuse(`target "${target}"`, 'is running already', hint);
  }
  if (asked?.kind === 'word' && (asked.word === 'all' || asked.word === 'default')) {
    reader.refuse(`target "${target}"`, 'stands for several targets', 'name the one to be compared with itself');
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return { run: { ...run, stopping: null, targets: run.targets.flatMap((one) => [one, one]) }, budgetMs };
}
