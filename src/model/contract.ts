/** One deviation of a server from the endpoint contract. */
export interface ContractFinding {
  /** Contract endpoint by name, for example `cached`. */
  readonly endpoint: string;
  /** `fail`: the target must not be ranked. `warn`: worth knowing. */
  readonly level: 'fail' | 'warn';
  /** The rule in words: `wrong method answers 405 with Allow`. */
  readonly rule: string;
  /** What was sent, in one line: `PUT /json`. */
  readonly sent: string;
  readonly expected: string;
  readonly got: string;
}

/** The outcome of `verify`. */
export interface ContractResult {
  readonly target: string;
  /** Contract endpoints that were checked, by name. */
  readonly endpoints: readonly string[];
  /** Single rules that were checked. */
  readonly checks: number;
  readonly findings: readonly ContractFinding[];
}

/** A bundled target as `list` shows it. */
export interface TargetListing {
  readonly name: string;
  readonly title: string;
  /** As it is, or will be once built; null where only the running server knows. */
  readonly version: string | null;
  readonly implements: readonly string[];
  /** Why it cannot run on this machine, or null when it can. */
  readonly unavailable: string | null;
  readonly role: 'ceiling' | null;
}

export interface ScenarioListing {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly isDefault: boolean;
}
