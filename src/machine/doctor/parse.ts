// Texts of /proc and /sys to numbers; null where they say nothing.

/** Soft and hard limit out of /proc/self/limits; unlimited is no number that a load could reach. */
export function parseOpenFiles(text: string | null): { soft: number; hard: number } | null {
  const [, soft, hard] = /^Max open files\s+(\S+)\s+(\S+)/m.exec(text ?? '') ?? [];
  if (soft === undefined || hard === undefined) return null;
  const number = (word: string): number => (word === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(word));
  return { soft: number(soft), hard: number(hard) };
}

export function parsePorts(text: string | null): { from: number; to: number } | null {
  const [, from, to] = /^(\d+)\s+(\d+)/.exec(text ?? '') ?? [];
  return from === undefined ? null : { from: Number(from), to: Number(to) };
}

/** TCP sockets in TIME_WAIT out of /proc/net/sockstat. */
export function parseTimeWait(text: string | null): number | null {
  return numberOf(/^TCP:.*\btw (\d+)/m.exec(text ?? '')?.[1]);
}

/** The word in brackets: `always [madvise] never`. */
export function parseChoice(text: string | null): string | null {
  return /\[(\S+)\]/.exec(text ?? '')?.[1] ?? null;
}

/** Cores of cpu.max: `150000 100000` is 1.5, `max 100000` none. */
export function parseCpuMax(text: string | null): number | null {
  const [, quota, period] = /^(\d+) (\d+)/.exec(text ?? '') ?? [];
  return quota === undefined ? null : Number(quota) / Number(period);
}

/** Periods in which a quota ran out, of all, out of cpu.stat. */
export function parseThrottled(text: string | null): { periods: number; of: number } | null {
  const of = numberOf(/^nr_periods (\d+)/m.exec(text ?? '')?.[1]);
  const periods = numberOf(/^nr_throttled (\d+)/m.exec(text ?? '')?.[1]);
  return of === null || periods === null || of === 0 ? null : { periods, of };
}

/** A line of /proc/meminfo, in bytes. */
export function parseMeminfo(text: string | null, name: string): number | null {
  const kilobytes = numberOf(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text ?? '')?.[1]);
  return kilobytes === null ? null : kilobytes * 1024;
}

/** A file that holds nothing but a number. */
export function parseNumber(text: string | null): number | null {
  return numberOf(/^-?\d+$/.exec(text?.trim() ?? '')?.[0]);
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
