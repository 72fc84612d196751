import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityFacts, BusyProgram } from '../../model/doctor.js';
import { clockTickNs } from '../clock-tick.js';
import { type MachineCpu, readMachineCpu } from '../cpu.js';
import { readProcFile } from '../proc-file.js';
import { type ProcessRow, readProcessTable } from '../process-table.js';
import { probeSpeedUs } from '../speed-probe.js';

const PROBE_PAUSE_MS = 20;
const FEWEST_CORES = 0.05;
const MOST_PROGRAMS = 3;

/** Watches who uses the machine for a while, and how steady a fixed loop runs meanwhile. */
export async function watchActivity(durationMs: number, signal: AbortSignal): Promise<ActivityFacts> {
  const before = { cpu: readMachineCpu(), own: process.cpuUsage(), table: readProcessTable(), atMs: performance.now() };
  const probesUs: number[] = [];
  do {
    probesUs.push(probeSpeedUs());
    await delay(PROBE_PAUSE_MS);
  } while (performance.now() - before.atMs < durationMs && !signal.aborted);
  const cpu = readMachineCpu();
  const own = process.cpuUsage(before.own);
  const programs = busyPrograms(before.table, readProcessTable(), (performance.now() - before.atMs) * 1e6);
  const machine = cpu === null || before.cpu === null ? null : machineUse(before.cpu, cpu, own);
  return {
    loadAverage: os.loadavg()[0] ?? 0,
    foreignCores: machine?.foreignCores ?? null,
    programs,
    stealCores: machine?.stealCores ?? null,
    probe: summariseProbes(probesUs),
  };
}

function machineUse(
  before: MachineCpu,
  after: MachineCpu,
  own: NodeJS.CpuUsage,
): { readonly foreignCores: number; readonly stealCores: number } {
  const wallNs = after.atNs - before.atNs;
  const foreignNs = after.busyNs - before.busyNs - (own.user + own.system) * 1000;
  return { foreignCores: Math.max(0, foreignNs / wallNs), stealCores: (after.stealNs - before.stealNs) / wallNs };
}

function busyPrograms(
  before: ReadonlyMap<number, ProcessRow>,
  after: ReadonlyMap<number, ProcessRow>,
  wallNs: number,
): BusyProgram[] {
  return [...after.values()]
    .filter(({ pid }) => pid !== process.pid)
    .map((row) => {
      const then = before.get(row.pid);
      // One that was not there before has used all it used since.
      const ticks = row.cpuTicks - (then?.startTicks === row.startTicks ? then.cpuTicks : 0);
      return { pid: row.pid, cores: (ticks * clockTickNs()) / wallNs };
    })
    .filter(({ cores }) => cores >= FEWEST_CORES)
    .sort((left, right) => right.cores - left.cores)
    .slice(0, MOST_PROGRAMS)
    .map(({ pid, cores }) => ({ pid, cores, name: readProcFile(`/proc/${pid}/comm`)?.trim() || 'ended' }));
}

/** The median, and by how much the slowest tenth is beyond it at least. */
export function summariseProbes(probesUs: readonly number[]): ActivityFacts['probe'] {
  const sorted = [...probesUs].sort((left, right) => left - right);
  const medianUs = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const slowUs = sorted[Math.floor(sorted.length * 0.9)] ?? medianUs;
  return { medianUs, slowTenthShare: medianUs > 0 ? slowUs / medianUs - 1 : 0, count: sorted.length };
}
