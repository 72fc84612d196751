import type { ActivityFacts, CoreFacts, Finding } from '../../model/doctor.js';
import { plural } from '../../units/words.js';
import { finding, fine, shareText } from './finding.js';

/** As in a run: a block with more is left out. */
const FOREIGN_CORES_LIMIT = 0.25;
const STEAL_LIMIT_CORES = 0.05;
/** The slowest tenth this much slower than usual: a run's probe would call it slow. */
const PROBE_NOTE_SHARE = 0.05;
const PROBE_WARN_SHARE = 0.2;

/** How many cores there are, whose they are, and how steady their clock is. */
export function judgeCores(cores: CoreFacts): Finding[] {
  return [coreCount(cores), ...limiting(cores), ...hardwareThreads(cores), ...governor(cores), ...turbo(cores)];
}

function coreCount({ there, allowed, allowedCount }: CoreFacts): Finding {
  const found =
    allowedCount === there
      ? plural(there, 'core')
      : `${allowedCount} of ${plural(there, 'core')} may be used (${allowed})`;
  if (allowedCount > 1) return fine('cores', found);
  return finding(
    'cores',
    'warn',
    found,
    'the generator takes its turns on the core of the server: throughput is of both, and latency holds the waits',
    'measure on a machine with at least 2 cores; compare ratios, not absolute numbers, on this one',
  );
}

function limiting({ cannotLimit }: CoreFacts): Finding[] {
  if (cannotLimit === null) return [fine('taskset', 'servers can be kept on their own cores')];
  return [
    finding(
      'taskset',
      'warn',
      cannotLimit,
      'a server that uses all cores is compared with one that uses one',
      'install util-linux on Linux; elsewhere look at the column "cores"',
    ),
  ];
}

function hardwareThreads({ allowedCount, physicalCount }: CoreFacts): Finding[] {
  if (physicalCount === null) return [];
  if (physicalCount >= allowedCount)
    return [fine('SMT', 'no two cores share their hardware, as far as this system tells')];
  return [
    finding(
      'SMT',
      'note',
      `${allowedCount} hardware threads share ${plural(physicalCount, 'core')}`,
      'a server is slower while the other half of its core is busy',
      'run with --pin, which keeps the generator off those halves where there are enough cores',
    ),
  ];
}

function governor({ governor: name }: CoreFacts): Finding[] {
  if (name === null) return [];
  if (name === 'performance') return [fine('governor', name)];
  return [
    finding(
      'governor',
      'warn',
      name,
      'the clock follows the load with a delay, so short slices begin slower than they end',
      'sudo cpupower frequency-set -g performance (highest clock always: more heat and power, until the next boot)',
    ),
  ];
}

function turbo({ isTurboOn }: CoreFacts): Finding[] {
  if (isTurboOn === null) return [];
  if (!isTurboOn) return [fine('turbo', 'off: the clock does not depend on how warm it is')];
  return [
    finding(
      'turbo',
      'note',
      'on',
      'the clock depends on temperature and on how many cores are busy; interleaved slices cancel most of it',
      'for absolute numbers switch it off in the firmware (slower, but always the same)',
    ),
  ];
}

/** Who else uses the machine now, and how much its speed wavers. */
export function judgeActivity(activity: ActivityFacts, { allowedCount }: CoreFacts): Finding[] {
  return [foreignLoad(activity, allowedCount), ...steal(activity), probe(activity)];
}

function foreignLoad({ foreignCores, programs, loadAverage }: ActivityFacts, cores: number): Finding {
  const average = `load average ${loadAverage.toFixed(1)}`;
  if (foreignCores === null) return finding('load', 'note', `${average}; what other programs use is not seen here`);
  if (foreignCores <= FOREIGN_CORES_LIMIT)
    return fine('load', `other programs use ${foreignCores.toFixed(2)} cores; ${average}`);
  const most = programs.map(({ name, pid, cores: used }) => `${name} (${pid}) ${used.toFixed(1)}`).join(', ');
  return finding(
    'load',
    'warn',
    `other programs use ${foreignCores.toFixed(1)} of ${plural(cores, 'core')}${most === '' ? '' : `: ${most}`}; ${average}`,
    'blocks with more than 0.25 cores of others are left out, and what is left is wider',
    'stop them, or measure when they are done',
  );
}

function steal({ stealCores }: ActivityFacts): Finding[] {
  if (stealCores === null) return [];
  if (stealCores <= STEAL_LIMIT_CORES) return [fine('steal', 'the hypervisor takes no CPU away')];
  return [
    finding(
      'steal',
      'warn',
      `the hypervisor takes ${stealCores.toFixed(2)} cores away`,
      'the machine is slower at times that nobody here can see coming',
      'another time or another machine; more --launches narrow what is left',
    ),
  ];
}

function probe({ probe: { medianUs, slowTenthShare, count } }: ActivityFacts): Finding {
  const found = `${count} runs of a fixed loop: ${(medianUs / 1000).toFixed(1)} ms, the slowest tenth at least ${shareText(slowTenthShare)} longer`;
  if (slowTenthShare <= PROBE_NOTE_SHARE) return fine('speed', found);
  return finding(
    'speed',
    slowTenthShare > PROBE_WARN_SHARE ? 'warn' : 'note',
    found,
    'single slices scatter at least as much; only ratios of interleaved ones can be trusted',
    'a fixed clock speed, mains power, cooling, fewer neighbours',
  );
}
