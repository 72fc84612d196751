// GET /cached/{key}: serialised answers, the least recently used thrown out first.
import { settings } from './settings.js';
import { waitAtLeast } from './wait.js';

export const DEFAULT_KEY = 'default';

const VALID_KEY = /^[A-Za-z0-9._~-]{1,128}$/;

/**
 * @param {string} key
 * @returns {boolean}
 */
export function isValidKey(key) {
  return VALID_KEY.test(key);
}

export class ResponseCache {
  /** A Map keeps the order of insertion, so its first entry is the least recently used. */
  #entries = new Map();
  #hits = 0;
  #misses = 0;
  #lookUpMs = 0;

  /**
   * Counts a hit or a miss.
   *
   * @param {string} key
   * @returns {Buffer | undefined} the stored bytes
   */
  lookUp(key) {
    const startedMs = performance.now();
    const bytes = this.#entries.get(key);
    if (bytes === undefined) {
      this.#misses++;
    } else {
      this.#hits++;
      this.#store(key, bytes);
    }
    this.#lookUpMs += performance.now() - startedMs;
    return bytes;
  }

  /**
   * Pays the cost of a miss and keeps the outcome. Parallel misses each pay: the last write wins.
   *
   * @param {string} key
   * @returns {Promise<Buffer>} the answer's bytes
   */
  async compute(key) {
    await waitAtLeast(settings.cacheDelayMs * 1000);
    const answer = {
      key,
      data: `Expensive data for ${key}`,
      computed_at: new Date().toISOString(),
      computation_cost: `${settings.cacheDelayMs}ms`,
    };
    const bytes = Buffer.from(JSON.stringify(answer));
    this.#store(key, bytes);
    return bytes;
  }

  reset() {
    this.#entries.clear();
    this.#hits = 0;
    this.#misses = 0;
    this.#lookUpMs = 0;
  }

  stats() {
    const operations = this.#hits + this.#misses;
    return {
      cache_hits: this.#hits,
      cache_misses: this.#misses,
      hit_rate_percent: operations === 0 ? 0 : (this.#hits / operations) * 100,
      average_access_time_ns: operations === 0 ? 0 : (this.#lookUpMs * 1e6) / operations,
      total_operations: operations,
      entries: this.#entries.size,
    };
  }

  /**
   * @param {string} key
   * @param {Buffer} bytes
   */
  #store(key, bytes) {
    this.#entries.delete(key);
    this.#entries.set(key, bytes);
    if (this.#entries.size > settings.cacheMaxEntries) this.#entries.delete(this.#entries.keys().next().value);
  }
}
