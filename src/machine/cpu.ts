import { clockTickNs } from './clock-tick.js';
import { readProcFile } from './proc-file.js';

/** CPU time of all cores together since boot. */
export interface MachineCpu {
  readonly busyNs: number;
  /** Time the hypervisor gave to others while we wanted to run. */
  readonly stealNs: number;
  /** When it was read, on the clock of process.hrtime. */
  readonly atNs: number;
}

/** The machine's CPU time so far; null where there is no /proc. */
export function readMachineCpu(): MachineCpu | null {
  const text = readProcFile('/proc/stat');
  const ticks = text === null ? null : parseProcStat(text);
  if (ticks === null) return null;
  const tickNs = clockTickNs();
  return {
    busyNs: ticks.busyTicks * tickNs,
    stealNs: ticks.stealTicks * tickNs,
    atNs: Number(process.hrtime.bigint()),
  };
}

/** Busy and stolen ticks out of the text of /proc/stat, or null when its first line is not what Linux writes. */
export function parseProcStat(text: string): { busyTicks: number; stealTicks: number } | null {
  const fields = /^cpu +([\d ]+)/m.exec(text)?.[1]?.trim().split(/ +/).map(Number);
  if (fields === undefined || fields.length < 4) return null;
  // guest and guest_nice, the last two, are already counted in user and nice.
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = fields;
  return { busyTicks: user + nice + system + irq + softirq, stealTicks: steal };
}
