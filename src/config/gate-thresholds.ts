import { EVERY_SCENARIO, type GateLimit, type GateThreshold } from '../model/gate.js';
import { GATE_DEFAULTS } from './defaults.js';
import { absoluteLimit, allowance, limitOf, metricOf, ruleOf } from './gate-threshold.js';
import type { OptionReader } from './option-reader.js';
import { accept, choice, margin, type Parsed, reject } from './parsers.js';
import type { Quantity, UserThreshold } from './user-config.js';

/**
 * The rules of a gate: those of the command line before those of the file, because the first one that speaks of a metric
 * wins. Where nobody gives any, the default.
 */
export function readThresholds(
  reader: OptionReader,
  fileThresholds: readonly (string | UserThreshold)[] | undefined,
): readonly GateThreshold[] {
  const split = (text: string): readonly string[] => text.split(',');
  const typed = [...reader.readList('allow', allowance, split), ...reader.readList('threshold', absoluteLimit, split)];
  const listed = (fileThresholds ?? []).flatMap((written, index) => {
    const where = reader.fileName(`thresholds[${index}]`);
    const parsed = typeof written === 'string' ? thresholdText(written) : thresholdObject(written);
    return reader.check(where, parsed, null) ?? [];
  });
  if (fileThresholds?.length === 0 && typed.length === 0) {
    reader.refuse(reader.fileName('thresholds'), 'is empty, so that a gate would hold nothing', EMPTY_HINT);
  }
  const hasAny = reader.given('allow') !== null || reader.given('threshold') !== null || fileThresholds !== undefined;
  return hasAny ? [...typed, ...listed] : GATE_DEFAULTS.thresholds.map(defaultRule);
}

const EMPTY_HINT = 'leave it out for a margin of throughput, or name what is to be held';

/** Of the command line's two forms the one it looks like. */
function thresholdText(text: string): Parsed<GateThreshold> {
  return /[<>]/.test(text) ? absoluteLimit(text) : allowance(text);
}

function thresholdObject(written: UserThreshold): Parsed<GateThreshold> {
  const metric = metricOf(written.metric, written.metric);
  if (!metric.ok) return metric;
  const limit = writtenLimit(written, metric.value);
  if (!limit.ok) return limit;
  const loop = optional(written.loop, choice(['closed', 'open'] as const), 'loop');
  if (!loop.ok) return loop;
  const severity = optional(written.severity, choice(['error', 'warn'] as const), 'severity');
  if (!severity.ok) return severity;
  const rule = ruleOf(written.scenario ?? EVERY_SCENARIO, metric.value, limit.value);
  return accept({ ...rule, loop: loop.value, severity: severity.value ?? rule.severity });
}

function writtenLimit(written: UserThreshold, metric: GateThreshold['metric']): Parsed<GateLimit> {
  const { maxRegression, max, min } = written;
  if ([maxRegression, max, min].filter((one) => one !== undefined).length !== 1) {
    return reject('must have exactly one of maxRegression, max and min', 'write two entries where two are meant');
  }
  if (maxRegression !== undefined) {
    const share = margin(String(maxRegression));
    return share.ok
      ? accept({ kind: 'regression', margin: share.value })
      : { ...share, message: `maxRegression ${share.message}` };
  }
  const limit = limitOf(metric, max === undefined ? 'least' : 'most', String(max ?? min));
  return limit.ok ? limit : { ...limit, message: `${max === undefined ? 'min' : 'max'} ${limit.message}` };
}

function optional<T>(value: Quantity | undefined, parse: (text: string) => Parsed<T>, name: string): Parsed<T | null> {
  if (value === undefined) return accept(null);
  const parsed = parse(String(value));
  return parsed.ok ? parsed : { ...parsed, message: `${name} ${parsed.message}` };
}

function defaultRule({ metric, margin: share }: (typeof GATE_DEFAULTS.thresholds)[number]): GateThreshold {
  return ruleOf(EVERY_SCENARIO, metric, { kind: 'regression', margin: share });
}
