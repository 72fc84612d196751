import type { RunEvent } from '../model/events.js';

/** An event and, once it has happened, the one behind it. */
interface Link {
  readonly event: RunEvent;
  readonly next: Promise<Link | null>;
}

interface Pending {
  readonly promise: Promise<Link | null>;
  readonly resolve: (link: Link | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands events to any number of readers. Nobody waits for a reader: events form a chain that each reader walks at its own
 * pace, and what all of them have read, or nobody reads, is nowhere kept.
 */
export class EventFeed {
  #next = pending();

  push(event: RunEvent): void {
    const behind = pending();
    this.#next.resolve({ event, next: behind.promise });
    this.#next = behind;
  }

  /** Nothing more will happen. */
  end(): void {
    this.#next.resolve(null);
  }

  /** Nothing more will happen, because of this; readers meet it behind the last event. */
  fail(error: unknown): void {
    this.#next.reject(error);
  }

  /** What happens from now on. */
  read(): AsyncGenerator<RunEvent, void, undefined> {
    return follow(this.#next.promise);
  }
}

// `next` is assigned anew so that a reader holds none of what it has read.
async function* follow(next: Promise<Link | null>): AsyncGenerator<RunEvent, void, undefined> {
  for (let link = await next; link !== null; link = await next) {
    next = link.next;
    yield link.event;
  }
}

function pending(): Pending {
  let resolve: Pending['resolve'] = () => undefined;
  let reject: Pending['reject'] = () => undefined;
  const promise = new Promise<Link | null>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  // A failure that nobody reads is told by the promise of the result.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
