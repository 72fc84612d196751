/** One thing that two runs do not share, and what each of them has. */
export interface Difference {
  /** In words: `CPU model`, `connections of scenario "json"`. */
  readonly field: string;
  readonly first: string;
  readonly second: string;
  /** `refuse`: no number of one run may be held against the other's. `warn`: it may, and should be known. */
  readonly level: 'refuse' | 'warn';
  /** Name of the only scenario that it is about; null: it is about the whole run. */
  readonly scenario: string | null;
}
