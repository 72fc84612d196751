import type { UserConfig, UserLoad } from '../config/user-config.js';
import { resolveChecked } from './checked-config.js';
import { begin, type Experiment, type ExperimentOptions, refuseIfAborted } from './experiment.js';

/** The options of what is stored by itself, as `perfcmp run` does. */
export interface RunOptions extends ExperimentOptions {
  /** False: nothing is kept for `perfcmp report`; absent: it is, where `perfcmp run` in `cwd` would keep it. */
  readonly store?: boolean | undefined;
}

/**
 * Compares servers as `perfcmp run` with this config file does, but reads no flags and no `PERFCMP_` options, and writes
 * no output files. Rejects with a `ConfigError` that has all problems of the config, and with a `TargetError` where
 * nothing could be measured; a target that fails beside others is in the report, with exit code 3.
 */
export function runExperiment(config: UserConfig, options: RunOptions = {}): Experiment {
  return begin(async (io) => {
    const { resolveRun } = await import('../config/resolve-run.js');
    const resolved = await resolveChecked(config, (file) => resolveRun({ positionals: [], flags: {}, file, env: {} }));
    refuseIfAborted(io);
    const { runComparison } = await import('../session/run.js');
    return runComparison(resolved, io, { isStored: options.store !== false });
  }, options);
}

/**
 * Loads one server as `perfcmp load` with this `load` part of a config file does. It is stored only where `load.store` is
 * true.
 */
export function loadTest(load: UserLoad, options: ExperimentOptions = {}): Experiment {
  return begin(async (io) => {
    const { resolveLoad } = await import('../config/resolve-load.js');
    const resolved = await resolveChecked({ load }, (file) =>
      resolveLoad({ positionals: [], flags: {}, file, env: {} }),
    );
    refuseIfAborted(io);
    const { runLoad } = await import('../session/load.js');
    return runLoad(resolved, io);
  }, options);
}
