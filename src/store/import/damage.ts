/** Why a file that looks like a tool's result cannot be read; whoever knows its name makes an error of it. */
export class Damage extends Error {
  readonly hint: string | null;

  /** Completes `FILE looks like a result of wrk, but ...`. */
  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** The value, or the damage that it is missing. */
export function required<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) {
    throw new Damage(`has no ${what}`, 'the file may end too early: give the whole output');
  }
  return value;
}
