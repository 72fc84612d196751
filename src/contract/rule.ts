import type { ContractRequest, Exchange } from './client.js';
import type { Random } from './random.js';

/** What a rule may use. */
export interface RuleContext {
  /** Name that /health should tell; null: any. */
  readonly healthName: string | null;
  readonly send: (request: ContractRequest) => Promise<Exchange>;
  readonly random: Random;
  /** Resolves a name to whether that endpoint is part of this run. */
  readonly has: (endpoint: string) => boolean;
}

/** One way in which an answer is not what the contract says. */
export interface Deviation {
  readonly sent: string;
  readonly expected: string;
  readonly got: string;
  /** Default: the rule's own. */
  readonly level?: 'fail' | 'warn';
}

/** A small named check of one endpoint: it sends what it needs and tells every deviation it saw. */
export interface Rule {
  /** Contract endpoint by name, or `common` for what belongs to none. */
  readonly endpoint: string;
  readonly name: string;
  /** Default `fail`. */
  readonly level?: 'fail' | 'warn';
  /** Other endpoints it cannot do without. */
  readonly needs?: readonly string[];
  readonly check: (context: RuleContext) => Promise<readonly Deviation[]>;
}
