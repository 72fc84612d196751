/** What perfcmp keeps and can be removed. */
export const CLEAN_KINDS = ['builds', 'checkouts', 'runs', 'logs', 'calibrations', 'containers'] as const;
export type CleanKind = (typeof CLEAN_KINDS)[number];

/** One thing that perfcmp keeps. */
export interface CleanEntry {
  readonly kind: CleanKind;
  /** For people: the name of its folder or file, of a container or a compose project. */
  readonly name: string;
  /** What it is one of: the newest of each family can be spared. Null: of no use to anybody, however new. */
  readonly family: string | null;
  /** Null: it takes no place on this disk that could be told. */
  readonly bytes: number | null;
  /** When it was made, or used last where that is known. */
  readonly usedAtMs: number;
  /** By a perfcmp that runs: then it stays. */
  readonly isInUse: boolean;
}

/** All that is kept of a kind, and where. */
export interface CleanStock {
  readonly kind: CleanKind;
  readonly place: string;
  /** Why nobody could look there, in one line; null: it was looked at. */
  readonly problem: string | null;
  readonly entries: readonly CleanEntry[];
}

/** Which of all is to be removed. */
export interface CleanConfig {
  /** None: it is only told what there is. */
  readonly kinds: readonly CleanKind[];
  /** Null: of any age. */
  readonly olderThanMs: number | null;
  /** As many of each family stay, the newest. */
  readonly keep: number;
  /** False: it is only told what would be removed. */
  readonly isMeant: boolean;
}

/** What became of an entry that was to be removed. */
export interface CleanRemoval {
  readonly entry: CleanEntry;
  /** Null: it is gone, or would be. */
  readonly failure: string | null;
}

/** What there was, and what was removed of it or would be. */
export interface CleanResult {
  /** Of the kinds that were asked for, else of all. */
  readonly stocks: readonly CleanStock[];
  readonly removals: readonly CleanRemoval[];
  /** False: nothing was removed. */
  readonly isDone: boolean;
}
