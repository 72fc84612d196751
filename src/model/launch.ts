/** What is run around a server, by `sh -c` in its folder and with its variables. */
export interface LaunchCommands {
  /** Before each start; null: nothing. */
  readonly prepare: string | null;
  /** After each end, however that came about; null: nothing. */
  readonly cleanup: string | null;
  /** Longest time of either. */
  readonly timeoutMs: number;
}

/** What a target of a config file says of its own start. */
export interface OwnLaunch {
  readonly cwd?: string;
  readonly prepare?: string;
  readonly cleanup?: string;
}

/** Something that was said about how servers are started: of one, or of all. */
export interface LaunchSetting<T> {
  /** Label or name; null: every server that perfcmp starts. */
  readonly target: string | null;
  readonly value: T;
  /** Whether it is stronger than what the target says itself. */
  readonly overrules: boolean;
  /** Said by a file of targets that others were typed instead of: it is for those of them that can take it, and may be for none. */
  readonly mayIdle: boolean;
  /** Parameters that its value has places for: it is for targets that have values of them; absent: none. */
  readonly parameters?: readonly string[];
  /** Where it was said, for messages. */
  readonly where: string;
}

/** All of it, in each list the weakest first. */
export interface LaunchSettings {
  readonly env: readonly LaunchSetting<readonly [name: string, value: string]>[];
  readonly cwd: readonly LaunchSetting<string>[];
  readonly prepare: readonly LaunchSetting<string>[];
  readonly cleanup: readonly LaunchSetting<string>[];
  /** Longest time of each `prepare` and `cleanup`. */
  readonly timeoutMs: number;
}

/** One combination of the parameters of a scan. */
export interface ScanPoint {
  /** The target's name as it was written, with its placeholders. */
  readonly of: string;
  /** By parameter. */
  readonly values: Readonly<Record<string, string>>;
}
