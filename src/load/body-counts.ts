import type { Recording } from '../model/recording.js';
import { bodyHash } from '../scenario/body-hash.js';
import type { ReceivedHeaders } from '../scenario/check.js';

/** As many as requests of a scenario are compared: beyond these it says something new each time. */
const MOST_BODIES = 20;
/** Longer ones would cost time in which requests are sent; what there is of them is known by their lengths. */
export const LONGEST_COUNTED_BYTES = 65_536;

/** Counts what sampled answers say. Servers say the same again and again: what equals the body before is not hashed. */
export class BodyCounts {
  readonly #counts = new Map<string, number>();
  #others = 0;
  #last: Buffer | null = null;
  #lastHash = '';

  add(headers: ReceivedHeaders, body: Uint8Array | null): void {
    const hash = body === null || body.length > LONGEST_COUNTED_BYTES ? null : this.#hashOf(headers, body);
    const isCounted = hash !== null && (this.#counts.has(hash) || this.#counts.size < MOST_BODIES);
    if (isCounted) this.#counts.set(hash, (this.#counts.get(hash) ?? 0) + 1);
    else this.#others += 1;
  }

  get recorded(): Pick<Recording, 'bodies'> {
    if (this.#counts.size === 0 && this.#others === 0) return {};
    return { bodies: { counts: Object.fromEntries(this.#counts), others: this.#others } };
  }

  #hashOf(headers: ReceivedHeaders, body: Uint8Array): string {
    if (this.#last?.equals(body)) return this.#lastHash;
    const type = headers['content-type'];
    this.#lastHash = bodyHash(body, typeof type === 'string' ? type : (type?.[0] ?? null));
    // A copy: what was received is overwritten by what comes next.
    this.#last = Buffer.from(body);
    return this.#lastHash;
  }
}
