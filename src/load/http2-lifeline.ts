/** Whether the other side is still there: a PING goes out when a request takes too long, and any byte answers it. */
export class Http2Lifeline {
  #pingedNs = 0;

  /** True: a PING is to be sent now, for none is under way. */
  mayPing(nowNs: number, lastReadNs: number): boolean {
    if (this.#pingedNs > lastReadNs) return false;
    this.#pingedNs = nowNs;
    return true;
  }

  /** A PING from before then has no answer. */
  isCut(beforeNs: number, lastReadNs: number): boolean {
    return this.#pingedNs > lastReadNs && this.#pingedNs <= beforeNs;
  }
}
