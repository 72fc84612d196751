/** `note`: worth knowing. `warn`: results are worse for it. `bad`: something cannot be measured at all. */
export type FindingLevel = 'ok' | 'note' | 'warn' | 'bad';

/** One thing about this machine. */
export interface Finding {
  readonly topic: string;
  readonly level: FindingLevel;
  /** What was found, in one line. */
  readonly found: string;
  /** What it costs a measurement; null where it costs nothing. */
  readonly cost: string | null;
  /** How to mend it, with what that changes; null where nothing need or can be done. */
  readonly mend: string | null;
}

/** A tool that some bundled targets cannot do without. */
export interface ToolFact {
  readonly name: string;
  /** Null: not on PATH. */
  readonly version: string | null;
  /** Why it will not do, or null. */
  readonly problem: string | null;
  /** What to install. */
  readonly hint: string | null;
  readonly neededBy: readonly string[];
}

export interface CoreFacts {
  /** The system has. */
  readonly there: number;
  /** Perfcmp may use, as a list such as `0-3`. */
  readonly allowed: string;
  readonly allowedCount: number;
  /** Cores of the hardware behind those that it may use; null where unknown. */
  readonly physicalCount: number | null;
  /** Why servers cannot be kept on some of them, or null. */
  readonly cannotLimit: string | null;
  readonly governor: string | null;
  /** Whether the clock may go above its nominal speed; null where unknown. */
  readonly isTurboOn: boolean | null;
}

/** A program that used the CPU while it was watched. */
export interface BusyProgram {
  readonly pid: number;
  readonly name: string;
  readonly cores: number;
}

/** What else went on for a few seconds. */
export interface ActivityFacts {
  readonly loadAverage: number;
  /** Everything but perfcmp, in cores; null where unknown. */
  readonly foreignCores: number | null;
  /** Those that used most first. */
  readonly programs: readonly BusyProgram[];
  readonly stealCores: number | null;
  /** The speed probe: how long a fixed loop took, and how much longer the slowest tenth took than the median. */
  readonly probe: { readonly medianUs: number; readonly slowTenthShare: number; readonly count: number };
}

export interface LimitFacts {
  readonly openFiles: { readonly soft: number; readonly hard: number } | null;
  readonly ports: { readonly from: number; readonly to: number } | null;
  /** Closed connections that still hold their port. */
  readonly timeWait: number | null;
  /** 0: never; 1: all; 2: on loopback. */
  readonly twReuse: number | null;
  readonly somaxconn: number | null;
  /** Of a container or service; null: none. */
  readonly cpuQuotaCores: number | null;
  /** Periods in which the quota stopped everything, of all. */
  readonly throttled: { readonly periods: number; readonly of: number } | null;
}

export interface MemoryFacts {
  readonly totalBytes: number;
  readonly availableBytes: number;
  /** Null where unknown. */
  readonly swapUsedBytes: number | null;
  /** always, madvise or never. */
  readonly transparentHugePages: string | null;
}

export interface FolderFact {
  /** `builds`, `reports`. */
  readonly what: string;
  readonly path: string;
  /** Why nothing can be written there, or null. */
  readonly problem: string | null;
  readonly freeBytes: number | null;
}

/** What was seen of this machine; nothing is judged yet. */
export interface DoctorFacts {
  readonly system: {
    readonly os: string;
    readonly kernel: string;
    readonly cpuModel: string;
    readonly container: string | null;
  };
  readonly node: string;
  readonly tools: readonly ToolFact[];
  readonly cores: CoreFacts;
  readonly activity: ActivityFacts;
  readonly limits: LimitFacts;
  readonly memory: MemoryFacts;
  readonly clock: { readonly source: string | null; readonly resolutionNs: number };
  readonly folders: readonly FolderFact[];
}

/** Whether this machine is fit to measure. */
export interface Diagnosis {
  /** False where something is `bad`. */
  readonly isFit: boolean;
  readonly findings: readonly Finding[];
  readonly facts: DoctorFacts;
}
