const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
};

/** Bytes behind `200MB`, `1.5G`, `512MiB` or `4096`; in either case. Null: not understood. */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*([kmg]i?)?b?$/i.exec(text.trim());
  if (match === null) return null;
  return Math.round(Number(match[1]) * (UNITS[(match[2] ?? '').toLowerCase()] ?? 1));
}
