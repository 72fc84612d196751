// Longest first: formatting takes the first unit that the value reaches.
const UNITS = [
  { suffix: 'h', ms: 3_600_000 },
  { suffix: 'm', ms: 60_000 },
  { suffix: 's', ms: 1000 },
  { suffix: 'ms', ms: 1 },
  { suffix: 'us', ms: 0.001 },
] as const;

/** Milliseconds behind `500us`, `100ms`, `30s`, `1.5m`, `2h`; a bare number is seconds, as in wrk. Null: not understood. */
export function parseDurationMs(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)(us|µs|ms|s|m|h)?$/.exec(text.trim());
  if (match === null) return null;
  const suffix = (match[2] ?? 's').replace('µ', 'u');
  const unit = UNITS.find((candidate) => candidate.suffix === suffix);
  // Rounded to the nanosecond, so that 500us is 0.5 and not 0.5000000000000001.
  return unit === undefined ? null : Math.round(Number(match[1]) * unit.ms * 1e6) / 1e6;
}

/** A span for people: `1h 5m`, `1m 30s`, `2.5s`, `100ms`, `500us`; two parts at most. */
export function formatDurationMs(durationMs: number): string {
  if (durationMs <= 0) return '0s';
  if (durationMs >= 60_000) return formatClock(Math.round(durationMs / 1000));
  const unit = UNITS.find((candidate) => durationMs >= candidate.ms) ?? UNITS[UNITS.length - 1]!;
  const text = trimZeros(durationMs / unit.ms);
  // 999.99 ms must not read 1000ms.
  if (text === '1000') return formatDurationMs(unit.ms * 1000);
  return text === '60' && unit.suffix === 's' ? '1m' : `${text}${unit.suffix}`;
}

function formatClock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const parts = hours > 0 ? [`${hours}h`, `${minutes}m`] : [`${minutes}m`, `${seconds % 60}s`];
  return parts[1] === '0m' || parts[1] === '0s' ? parts[0]! : parts.join(' ');
}

function trimZeros(value: number): string {
  return String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)));
}
