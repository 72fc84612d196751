// wrk's units.c (version 4.1.0) as data: the amount is divided while it is at least 85 % of the next unit.
interface UnitTable {
  readonly scale: number;
  readonly base: string;
  readonly units: readonly string[];
}

const TIME_US: UnitTable = { scale: 1000, base: 'us', units: ['ms'] };
// From one second on wrk changes tables, which is why 990 ms stays ms where 990 us has long become ms.
const TIME_S: UnitTable = { scale: 60, base: 's', units: ['m'] };
const BINARY: UnitTable = { scale: 1024, base: '', units: ['K', 'M', 'G', 'T'] };
const METRIC: UnitTable = { scale: 1000, base: '', units: ['k', 'M', 'G', 'T'] };

/** `635.91us`, `0.89ms`, `1.05s`. */
export function wrkTimeUs(us: number): string {
  return us >= 1_000_000 ? inUnits(us / 1_000_000, TIME_S, 2) : inUnits(us, TIME_US, 2);
}

/** The duration in the first line: `30s`, `1m`. */
export function wrkTimeS(seconds: number): string {
  return inUnits(seconds, TIME_S, 0);
}

/** `56.20k`. */
export function wrkMetric(count: number): string {
  return inUnits(count, METRIC, 2);
}

/** `17.76G`, to which wrk appends the B. */
export function wrkBinary(bytes: number): string {
  return inUnits(bytes, BINARY, 2);
}

/** Right-aligned by the decimal point: a shorter unit is followed by more spaces. */
export function wrkColumn(text: string, width: number): string {
  const letters = /[a-z]*$/i.exec(text)?.[0].length ?? 0;
  const padding = Math.max(0, 2 - letters);
  return `${text.padStart(width - padding)}${' '.repeat(padding)}`;
}

function inUnits(amount: number, table: UnitTable, decimals: number): string {
  let scaled = amount;
  let unit = table.base;
  for (const next of table.units) {
    if (scaled < table.scale * 0.85) break;
    scaled /= table.scale;
    unit = next;
  }
  return `${scaled.toFixed(decimals)}${unit}`;
}
