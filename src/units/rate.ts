const SI = [
  { suffix: 'G', factor: 1e9 },
  { suffix: 'M', factor: 1e6 },
  { suffix: 'k', factor: 1e3 },
] as const;

/** The number behind `10k`, `1.5M`, `2G` or `250`; suffixes in either case. Null: not understood. */
export function parseCount(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)([kmg])?$/i.exec(text.trim());
  if (match === null) return null;
  const suffix = match[2]?.toLowerCase();
  const factor = SI.find((candidate) => candidate.suffix.toLowerCase() === suffix)?.factor ?? 1;
  // Without the rounding 1.1k would be 1100.0000000000002.
  return Math.round(Number(match[1]) * factor * 1e6) / 1e6;
}

/** A whole number in groups of three: `24 310`. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}
