import type { PresetListing } from './preset.js';

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

/** How far a server keeps the contract. */
export interface ContractResult {
  readonly target: string;
  /** Contract endpoints that were checked, by name. */
  readonly endpoints: readonly string[];
  /** Single rules that were checked. */
  readonly checks: number;
  readonly findings: readonly ContractFinding[];
  /** Asks the same again. */
  readonly seed: number;
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/** A target that was to be verified and could not be. */
export interface NotVerified {
  readonly kind: 'not-verified';
  readonly target: string;
  readonly reason: string;
  /** It should have run; else it cannot run on this machine and nobody named it. */
  readonly isFailure: boolean;
}

/** What `verify` has to say of one target. */
export type VerifyOutcome = (ContractResult & { readonly kind: 'verified' }) | NotVerified;

/** A bundled target as `list` shows it. */
export interface TargetListing {
  readonly name: string;
  readonly title: string;
  /** As it is, or will be once built; null where only the running server knows. */
  readonly version: string | null;
  readonly implements: readonly string[];
  /** Built-in scenarios that it takes part in. */
  readonly scenarios: readonly string[];
  /** Why it cannot run on this machine, or null when it can. */
  readonly unavailable: string | null;
  /** What to install where it cannot; null where it can, or nobody said. */
  readonly install: string | null;
  readonly role: 'ceiling' | null;
}

/** A folder whose target.json is wrong. */
export interface BrokenListing {
  readonly folder: string;
  /** One line each, with the place in the file. */
  readonly problems: readonly string[];
}

/** Whether images and compose services can be measured here. */
export interface EngineListing {
  /** The program: docker, or what PERFCMP_DOCKER names. */
  readonly name: string;
  readonly version: string | null;
  /** Why no container can run here, with what to do about it; null: they can. */
  readonly problem: string | null;
}

/** All that can be named. */
export interface Listing {
  readonly targets: readonly TargetListing[];
  readonly broken: readonly BrokenListing[];
  /** Folders beside the user's targets that have no target.json, so that nobody waits for one to appear. */
  readonly others: readonly string[];
  /** Absent: nobody looked. */
  readonly containers?: EngineListing;
  readonly scenarios: readonly ScenarioListing[];
  readonly presets: readonly PresetListing[];
}

/** What `build` made of one target. */
export type BuildOutcome =
  | { readonly target: string; readonly state: 'built'; readonly seconds: number }
  | { readonly target: string; readonly state: 'up-to-date' | 'nothing-to-build' }
  | {
      readonly target: string;
      /** `unavailable`: a tool is missing or too old. */
      readonly state: 'unavailable' | 'failed';
      readonly reason: string;
      readonly hint: string | null;
      readonly logTail: readonly string[];
      /** Whether the user named it. */
      readonly isNamed: boolean;
    };

export interface ScenarioListing {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** How many different ones there are; method and path are the first's. */
  readonly requests: number;
  /** Of the contract, by name: a bundled target that lacks one of them is not asked. */
  readonly endpoints: readonly string[];
  /** Null: the run's. */
  readonly connections: number | null;
  readonly env: Readonly<Record<string, string>>;
  readonly isDefault: boolean;
}

/** What a target answered to one request of a scenario, to be laid beside what the others answered. */
export interface ScenarioAnswer {
  readonly scenario: string;
  /** The request in one line. */
  readonly request: string;
  readonly status: number;
  /** Status line and headers, chunk framing included. */
  readonly headerBytes: number;
  readonly bodyBytes: number;
  /** Content-Type with its parameters, or null. */
  readonly mediaType: string | null;
  /** Of a body of which nothing is expected, what it says; null: asked twice it said different things. Absent elsewhere. */
  readonly bodyHash?: string | null;
}
