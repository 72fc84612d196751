/** What a gate says of a comparison. */
export interface GateResult {
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'invalid';
  readonly exitCode: number;
  readonly results: readonly never[];
}
