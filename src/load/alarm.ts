/** One call in the future: after a sleep, or as soon as the event loop has looked at its sockets. */
export class Alarm {
  readonly #wake: () => void;
  #sleep: NodeJS.Timeout | null = null;
  #spin: NodeJS.Immediate | null = null;

  constructor(wake: () => void) {
    this.#wake = wake;
  }

  sleep(ms: number): void {
    this.stop();
    this.#sleep = setTimeout(this.#wake, ms);
  }

  spin(): void {
    this.stop();
    this.#spin = setImmediate(this.#wake);
  }

  stop(): void {
    if (this.#sleep !== null) clearTimeout(this.#sleep);
    if (this.#spin !== null) clearImmediate(this.#spin);
    this.#sleep = null;
    this.#spin = null;
  }
}
