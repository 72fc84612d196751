import type { OpenResult } from './engine.js';
import type { ConnectionErrorKind } from './failure.js';

/** A connection as far as opening it goes. */
export interface Openable {
  /** Was open before. */
  readonly wasOpen: boolean;
  /** One attempt. */
  open(): Promise<ConnectFailure | null>;
}

export interface ConnectFailure {
  readonly kind: ConnectionErrorKind;
  readonly message: string;
}

/** Counts what became of the attempts to open a pool's connections. */
export class OpenAttempts {
  opened = 0;
  /** The longest that a connection took to open. */
  slowestMs = 0;
  #reopened = 0;
  readonly #failures = new Map<string, { kind: ConnectionErrorKind; message: string; count: number }>();

  async run(connection: Openable): Promise<void> {
    const wasOpen = connection.wasOpen;
    const startedMs = performance.now();
    const failure = await connection.open();
    if (failure === null) {
      this.opened += 1;
      this.slowestMs = Math.max(this.slowestMs, performance.now() - startedMs);
      if (wasOpen) this.#reopened += 1;
      return;
    }
    const key = `${failure.kind} ${failure.message}`;
    const known = this.#failures.get(key);
    if (known === undefined) this.#failures.set(key, { ...failure, count: 1 });
    else known.count += 1;
  }

  result(open: number): OpenResult {
    return { open, reopened: this.#reopened, failures: [...this.#failures.values()] };
  }
}
