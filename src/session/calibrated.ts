import { adviseOn, type HeldMetric, whyUnused } from '../analysis/calibration-advice.js';
import type { RunEvent } from '../model/events.js';
import type { Warning } from '../model/warning.js';
import { readCalibration } from '../store/calibration-store.js';
import type { PreparedRun } from './prepare-run.js';

/** The run with what a calibration of this machine has to say of it, or why the one there is says nothing; `held`: of a gate. */
export function withCalibration(prepared: PreparedRun, held: readonly HeldMetric[] | null = null): PreparedRun {
  const { plan, environment, remarks } = prepared;
  const calibration = readCalibration(environment.fingerprint, process.env);
  if (calibration === null) return prepared;
  const reason = whyUnused(calibration, { fingerprint: environment.fingerprint, now: new Date() });
  if (reason !== null) {
    const day = calibration.createdAt.slice(0, 10);
    const message = `the calibration of ${day} ${reason}, so it was not used; perfcmp calibrate makes a new one`;
    return { ...prepared, remarks: [...remarks, note({ code: 'calibration-unused', message })] };
  }
  const advice = adviseOn(plan, calibration, held);
  return advice === null
    ? prepared
    : { ...prepared, remarks: [...remarks, note({ code: 'calibrated', message: advice })] };
}

function note(told: Pick<Warning, 'code' | 'message'>): RunEvent {
  return { kind: 'warning', warning: { ...told, level: 'note', target: null, scenario: null, profile: null } };
}
