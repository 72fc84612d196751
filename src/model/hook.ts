/** What a hook is told about the request it makes. */
export interface HookContext {
  /** 0, 1, 2 ... over all threads: each request has its own. */
  readonly seq: number;
  /** Which thread of the generator calls, from 0; each has a module of its own. */
  readonly thread: number;
  /** The row of `--data` whose turn it is, by column; null without data. */
  readonly row: Readonly<Record<string, unknown>> | null;
  /** Evenly from 0 to below 1; the same numbers for the same seed and seq. */
  readonly random: () => number;
}

/** What a hook returns: members that are left out are those of the request that would have been sent. */
export interface HookRequest {
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  /** Put over the headers there are. */
  readonly headers?: Readonly<Record<string, string | number>> | undefined;
  readonly body?: string | Uint8Array | null | undefined;
}

/** An answer as a hook is given it. */
export interface HookAnswer {
  readonly status: number;
  /** By name in lower case; a list where a header came more than once. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Valid only during the call; null: longer than is kept. */
  readonly body: Uint8Array | null;
}

/** The functions of a hook module: at least `request`. */
export interface Hook {
  /** Called for each request, in the thread that sends it. */
  readonly request: (context: HookContext) => HookRequest;
  /** Called for each answer; it costs the collecting of whole bodies. */
  readonly response?: (answer: HookAnswer, context: HookContext) => void;
}
