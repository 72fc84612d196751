/** The share behind `5%` or `0.05`: 0.05 for both. Null: not understood. */
export function parseShare(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%)?$/.exec(text.trim());
  if (match === null) return null;
  const value = Number(match[1]);
  return match[2] === undefined ? value : Math.round(value * 1e7) / 1e9;
}

/** A share for people: `5 %`, `2.5 %`. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** A share that is above a limit, with as many decimals as show that: `24.0 %`, and `0.51 %` above 0.5 %. */
export function formatShareAbove(share: number, limit: number): string {
  const percent = share * 100;
  const shown = [1, 2, 3, 4, 5, 6].map((decimals) => percent.toFixed(decimals));
  return `${shown.find((text) => Number(text) > limit * 100) ?? percent} %`;
}
