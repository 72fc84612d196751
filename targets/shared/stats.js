// GET /stats: counts of finished /benchmark requests, and what this process uses.
const SHORTEST_CPU_WINDOW_MS = 50;

export class RequestStats {
  #since = performance.now();
  #count = 0;
  #totalUs = 0;
  #cpu = { takenMs: 0, usedUs: 0, percent: 0 };

  /** @param {number} processingTimeUs */
  record(processingTimeUs) {
    this.#count++;
    this.#totalUs += processingTimeUs;
  }

  reset() {
    this.#since = performance.now();
    this.#count = 0;
    this.#totalUs = 0;
  }

  snapshot() {
    const nowMs = performance.now();
    const { user, system } = process.cpuUsage();
    return {
      total_requests: this.#count,
      average_response_time_us: this.#count === 0 ? 0 : this.#totalUs / this.#count,
      requests_per_second: this.#count === 0 ? 0 : (this.#count * 1000) / (nowMs - this.#since),
      memory_usage: process.memoryUsage.rss(),
      cpu_usage: this.#cpuPercent(nowMs, user + system),
      uptime_seconds: process.uptime(),
      cpu_user_us: user,
      cpu_system_us: system,
      pid: process.pid,
    };
  }

  /**
   * Percent of one core since the previous call, the first since the start of the process.
   *
   * @param {number} nowMs
   * @param {number} usedUs
   */
  #cpuPercent(nowMs, usedUs) {
    const windowMs = nowMs - this.#cpu.takenMs;
    // A shorter window would mostly show the clock's own steps.
    if (windowMs >= SHORTEST_CPU_WINDOW_MS) {
      const percent = ((usedUs - this.#cpu.usedUs) / 1000 / windowMs) * 100;
      this.#cpu = { takenMs: nowMs, usedUs, percent };
    }
    return this.#cpu.percent;
  }
}
