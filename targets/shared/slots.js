/** A counting gate: at most `limit` tasks at once, the others wait in the order they came. */
export class Slots {
  #limit;
  #taken = 0;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {number} limit */
  constructor(limit) {
    this.#limit = limit;
  }

  /**
   * @template T
   * @param {(taken: number) => Promise<T>} task told how many slots are taken, its own included
   * @returns {Promise<T>}
   */
  async run(task) {
    // A freed slot is handed over and stays taken, so that nobody who comes in between gets it first.
    if (this.#taken < this.#limit) this.#taken++;
    else await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    try {
      return await task(this.#taken);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#taken--;
      else next();
    }
  }
}
