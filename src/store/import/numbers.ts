// Numbers as load generators print them. Null: not understood, as are `-nan` and `n/a`.

const NUMBER = String.raw`(\d+(?:\.\d+)?(?:e[+-]?\d+)?)`;
const TIME_US: Readonly<Record<string, number>> = { ns: 1e-3, us: 1, ms: 1e3, s: 1e6, secs: 1e6, m: 6e7, h: 3.6e9 };
const SI: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15 };
const BINARY: Readonly<Record<string, number>> = {
  '': 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
  P: 2 ** 50,
};

/** `12.5`, `1e-05`. */
export function plainNumber(text: string): number | null {
  return scaled(text, /^$/, { '': 1 });
}

/** Microseconds behind `635.91us`, `0.89ms`, `1.05s`, `2.00m`, `0.0123 secs`. */
export function timeUs(text: string): number | null {
  return scaled(text.replace('µ', 'u'), /^ ?(ns|us|ms|s|secs|m|h)$/, TIME_US);
}

/** Microseconds behind Go's durations: `1m2.5s`, `302.3µs`, `0s`. */
export function goDurationUs(text: string): number | null {
  const parts = text.trim().match(/\d+(?:\.\d+)?(?:ns|[uµμ]s|ms|s|m|h)/g);
  if (parts === null || parts.join('') !== text.trim()) return null;
  const values = parts.map((part) => timeUs(part.replace(/[µμ]/, 'u')));
  return values.reduce((sum: number | null, value) => (sum === null || value === null ? null : sum + value), 0);
}

/** `56.20k`, in thousands. */
export function siCount(text: string): number | null {
  return scaled(text, /^([kMGTP]?)$/, SI);
}

/** `163 kB`, in thousands. */
export function siBytes(text: string): number | null {
  return scaled(text, /^ ?([kMGTP]?)B$/, SI);
}

/** `17.76GB`, `8.20MB`, `0.00B`, in units of 1024. */
export function binaryBytes(text: string): number | null {
  return scaled(text, /^ ?([KMGTP]?)(?:i?B)?$/, BINARY);
}

function scaled(text: string, unit: RegExp, factors: Readonly<Record<string, number>>): number | null {
  const match = new RegExp(`^${NUMBER}(.*)$`).exec(text.trim());
  const suffix = unit.exec(match?.[2] ?? '-');
  if (match === null || suffix === null) return null;
  const value = Number(match[1]) * (factors[suffix[1] ?? ''] ?? 1);
  // 3.93 GB are no fraction of a byte more or less exact than their digits.
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : null;
}
