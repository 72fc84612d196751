/** Exit codes of the program; when several apply, 3 > 5 > 1 > 4 > 0. */
export const EXIT = {
  ok: 0,
  no: 1,
  usage: 2,
  target: 3,
  inconclusive: 4,
  invalid: 5,
  internal: 70,
  sigint: 130,
  sigquit: 131,
  sigterm: 143,
} as const;

/** The exit code of a program that a signal ended; a hang-up counts as being told to terminate. */
export function interruptExitCode(signal: string): number {
  return signal === 'SIGINT' ? EXIT.sigint : EXIT.sigterm;
}

export interface ErrorOptions {
  /** What to do about it, without the word "hint". */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  readonly problems?: readonly Problem[];
}

/** One thing that is wrong with what the user wrote, with the flag or path it stands at. */
export interface Problem {
  readonly where: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** An error meant for the user: one line of what, where and got what, a hint, and the exit code it stands for. */
export class PerfcmpError extends Error {
  /** What kind of error it is, in words that stay: `config`, `interrupted`, `unreachable`. */
  readonly code: string;
  /** What to do about it, or null. */
  readonly hint: string | null;
  /** What the program ends with because of it. */
  readonly exitCode: number;
  /** Everything that is wrong with a configuration, each with its own hint; empty for other errors. */
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, exitCode: number, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint ?? null;
    this.exitCode = exitCode;
    this.problems = options.problems ?? [];
  }
}

/** Usage or configuration: all problems at once. */
export class ConfigError extends PerfcmpError {
  constructor(all: readonly Problem[]) {
    // What is asked for twice is wrong once.
    const problems = [...new Map(all.map((problem) => [JSON.stringify(problem), problem])).values()];
    const message = problems.map(({ where, message }) => `${where}: ${message}`).join('\n');
    super('config', message, EXIT.usage, { problems });
  }
}

/** What an attempt to resolve a configuration finds wrong with it; any other error is passed on. */
export function problemsOf(attempt: () => unknown): readonly Problem[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

/** A target failed to build, start, answer correctly or stay alive; the end of its log comes with it. */
export class TargetError extends PerfcmpError {
  readonly target: string;
  readonly logTail: readonly string[];

  constructor(
    code: string,
    target: string,
    message: string,
    options: ErrorOptions & { readonly logTail?: readonly string[] } = {},
  ) {
    super(code, message, EXIT.target, options);
    this.target = target;
    this.logTail = options.logTail ?? [];
  }
}

/** What was measured cannot be used at all: nothing was answered, a worker crashed. */
export class MeasurementError extends PerfcmpError {
  constructor(code: string, message: string, options: ErrorOptions & { readonly exitCode?: number } = {}) {
    super(code, message, options.exitCode ?? EXIT.invalid, options);
  }
}
