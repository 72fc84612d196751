/** What a gate says of a comparison; nothing gives one yet. */
export interface GateResult {
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'invalid';
  readonly exitCode: number;
  readonly results: readonly never[];
}
