/** Whether the other side is still there: a PING goes out when a request takes too long, and any byte answers it. */
export class Http2Lifeline {
  #pingedNs = 0;
  #lastReadNs = 0;

  onRead(nowNs: number): void {
    this.#lastReadNs = nowNs;
  }

  get #isWaiting(): boolean {
    return this.#pingedNs > this.#lastReadNs;
  }

  /** True: a PING is to be sent now, for none is under way. */
  mayPing(nowNs: number): boolean {
    if (this.#isWaiting) return false;
    this.#pingedNs = nowNs;
    return true;
  }

  /** A PING from before then has no answer. */
  isCut(beforeNs: number): boolean {
    return this.#isWaiting && this.#pingedNs <= beforeNs;
  }
}
