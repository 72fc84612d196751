import type { ContractRequest, Exchange } from './client.js';
import type { Random } from './random.js';

/** What a rule may use. */
export interface RuleContext {
  /** Name that /health should tell; null: any. */
  readonly healthName: string | null;
  readonly send: (request: ContractRequest) => Promise<Exchange>;
  readonly random: Random;
  /** The folder that the server was given as PERFCMP_DATA_DIR; null: not known, as of a URL. */
  readonly dataDir: string | null;
  /** Resident memory of a process as this machine sees it; null where it is none of ours. */
  readonly rssBytesOf: (pid: number) => number | null;
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
  /** Without it the rule cannot be held: the server's own folder to lay files into, or a process that we can see. */
  readonly requires?: 'folder' | 'process';
  readonly check: (context: RuleContext) => Promise<readonly Deviation[]>;
}
