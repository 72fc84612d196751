import type { Recording } from '../model/recording.js';
import { bodyHash } from '../scenario/body-hash.js';
import type { ReceivedHeaders } from '../scenario/check.js';

/** Beside the first body of each request: beyond these it says something new each time. */
const MOST_MORE = 3;
/** Longer ones would cost time in which requests are sent; what there is of them is known by their lengths. */
export const LONGEST_COUNTED_BYTES = 65_536;

interface KeptBody {
  readonly body: Buffer;
  readonly mediaType: string | null;
  count: number;
}

/**
 * Counts what sampled answers say. Within the slice bodies are held against a few that were kept, byte by byte, which
 * costs next to nothing and as much for a server that says something new each time as for one that repeats itself.
 */
export class BodyCounts {
  readonly #kept = new Map<number, KeptBody[]>();
  #more = 0;
  #others = 0;

  add(request: number, headers: ReceivedHeaders, body: Uint8Array | null): void {
    const known = body === null || body.length > LONGEST_COUNTED_BYTES ? null : this.#known(request, headers, body);
    if (known === null) this.#others += 1;
    else known.count += 1;
  }

  /** Asked for when the slice is over: here they are read and hashed. */
  get recorded(): Pick<Recording, 'bodies'> {
    const kept = [...this.#kept.values()].flat();
    if (kept.length === 0 && this.#others === 0) return {};
    const counts: Record<string, number> = {};
    for (const { body, mediaType, count } of kept) {
      const hash = bodyHash(body, mediaType);
      counts[hash] = (counts[hash] ?? 0) + count;
    }
    return { bodies: { counts, others: this.#others } };
  }

  /** Null where it says too much that is new. */
  #known(request: number, headers: ReceivedHeaders, body: Uint8Array): KeptBody | null {
    const own = this.#kept.get(request) ?? [];
    const known = own.find((one) => one.body.equals(body));
    if (known !== undefined) return known;
    if (own.length > 0) {
      if (this.#more === MOST_MORE) return null;
      this.#more += 1;
    }
    const type = headers['content-type'];
    // A copy: what was received is overwritten by what comes next.
    const kept = {
      body: Buffer.from(body),
      mediaType: typeof type === 'string' ? type : (type?.[0] ?? null),
      count: 0,
    };
    this.#kept.set(request, [...own, kept]);
    return kept;
  }
}
