import type { Metric } from '../../model/comparison.js';
import type { GateConfig } from '../../model/config.js';
import { EVERY_SCENARIO, type GateThreshold } from '../../model/gate.js';
import { assignments } from '../../units/command-text.js';
import type { OptionReader } from '../option-reader.js';
import type { UserGate, UserThreshold } from '../user-config.js';
import { durationValue, listOrNone, shareValue, type UserValues } from './user-values.js';

/** What `gate` would do beyond its run, as the `gate` part of a config file would say it. */
export function gateValues(config: GateConfig, reader: OptionReader, file: UserGate): UserValues {
  const { base, policy } = config;
  return {
    base: base?.ref,
    start: base === null ? undefined : startText(base.start),
    build: listOrNone(base?.build ?? []),
    folder: base?.folder ?? undefined,
    baseline: base === null && reader.given('baseline') !== null ? (config.run.baseline ?? undefined) : undefined,
    against: config.against ?? undefined,
    candidates: base === null ? file.candidates : undefined,
    thresholds: config.thresholds.map(thresholdValue),
    onInconclusive: policy.onInconclusive,
    onInvalid: policy.onInvalid,
    confirm: policy.confirmRegression,
    looks: config.looks,
    budget: config.budgetMs === null ? undefined : durationValue(config.budgetMs),
  };
}

function startText({ command, env }: NonNullable<GateConfig['base']>['start']): string {
  return [...assignments(env), command].join(' ');
}

function thresholdValue({ scenario, metric, limit, loop, severity }: GateThreshold): UserThreshold {
  return {
    ...(scenario !== EVERY_SCENARIO && { scenario }),
    metric,
    ...limitValue(metric, limit),
    ...(loop !== null && { loop }),
    ...(severity !== 'error' && { severity }),
  };
}

function limitValue(
  metric: Metric,
  limit: GateThreshold['limit'],
): Pick<UserThreshold, 'maxRegression' | 'max' | 'min'> {
  if (limit.kind === 'regression') return { maxRegression: shareValue(limit.margin) };
  const value = TEXT_OF[metric](limit.value);
  return limit.kind === 'most' ? { max: value } : { min: value };
}

const microseconds = (value: number): string => `${value}us`;

/** Values in the unit of their metric, as the command line would have them. */
const TEXT_OF: Readonly<Record<Metric, (value: number) => string>> = {
  throughput: String,
  'latency.p50': microseconds,
  'latency.p99': microseconds,
  errorRate: shareValue,
  cpuPerRequest: microseconds,
  'memory.peakRss': String,
  startup: durationValue,
};
