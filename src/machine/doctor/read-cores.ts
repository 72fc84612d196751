import os from 'node:os';
import type { CoreFacts, DoctorFacts } from '../../model/doctor.js';
import { cpuListText, readCores } from '../cores.js';
import { readProcFile } from '../proc-file.js';
import { parseNumber } from './parse.js';

const CPU = '/sys/devices/system/cpu';

/** The cores, as far as this system shows them. */
export function readCoreFacts(): CoreFacts {
  const { allowed, siblingsOf, cannotLimit } = readCores();
  const siblings = allowed.map((cpu) => siblingsOf(cpu));
  return {
    there: os.cpus().length || allowed.length,
    allowed: cpuListText(allowed),
    allowedCount: allowed.length,
    physicalCount: siblings.every((list) => list.length > 0) ? new Set(siblings.map(cpuListText)).size : null,
    cannotLimit,
    governor: readProcFile(`${CPU}/cpu${allowed.at(-1) ?? 0}/cpufreq/scaling_governor`)?.trim() || null,
    isTurboOn: readTurbo(),
  };
}

/** Intel says when it is off, the others when it is on. */
function readTurbo(): boolean | null {
  const noTurbo = parseNumber(readProcFile(`${CPU}/intel_pstate/no_turbo`));
  if (noTurbo !== null) return noTurbo === 0;
  const boost = parseNumber(readProcFile(`${CPU}/cpufreq/boost`));
  return boost === null ? null : boost === 1;
}

/** Where time comes from, and the smallest step that it was seen to make. */
export function readClock(): DoctorFacts['clock'] {
  const source = readProcFile('/sys/devices/system/clocksource/clocksource0/current_clocksource')?.trim() || null;
  let resolutionNs = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 1000; look += 1) {
    const from = process.hrtime.bigint();
    let to = process.hrtime.bigint();
    while (to === from) to = process.hrtime.bigint();
    resolutionNs = Math.min(resolutionNs, Number(to - from));
  }
  return { source, resolutionNs };
}
