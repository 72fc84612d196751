import type { DoctorFacts, Finding, FolderFact, MemoryFacts, ToolFact } from '../../model/doctor.js';
import { bytesText, finding, fine } from './finding.js';

const LITTLE_MEMORY_BYTES = 1e9;
const TOO_LITTLE_MEMORY_BYTES = 250e6;
const SWAP_IN_USE_BYTES = 50e6;
const COARSE_CLOCK_NS = 1000;
const LITTLE_DISK_BYTES = 1e9;
/** Read without a call into the kernel or the hypervisor. */
const QUICK_CLOCKS = ['tsc', 'kvm-clock', 'arch_sys_counter', 'hyperv_clocksource_tsc_page'];

/** The system itself, and what runs perfcmp. */
export function judgeSystem({ system, node }: DoctorFacts): Finding[] {
  const { os, kernel, cpuModel, container } = system;
  const where = container === null ? '' : `, in ${container}`;
  const found = `${os} ${kernel}, node ${node}, ${cpuModel}${where}`;
  if (os === 'linux') return [fine('system', found)];
  return [
    finding(
      'system',
      'warn',
      found,
      "the servers' CPU and memory, other load and whether the right process answers are not seen",
      'measure on Linux',
    ),
  ];
}

/** Memory that is there, and what may move it about. */
export function judgeMemory(memory: MemoryFacts): Finding[] {
  return [available(memory), ...swap(memory), ...hugePages(memory)];
}

function available({ availableBytes, totalBytes }: MemoryFacts): Finding {
  const found = `${bytesText(availableBytes)} of ${bytesText(totalBytes)} are free`;
  if (availableBytes >= LITTLE_MEMORY_BYTES) return fine('memory', found);
  const level = availableBytes < TOO_LITTLE_MEMORY_BYTES ? 'bad' : 'warn';
  const cost = 'all servers of a run are alive at once: some may be killed, or pushed into swap';
  return finding('memory', level, found, cost, 'end what needs most of it, or compare fewer targets at once');
}

function swap({ swapUsedBytes }: MemoryFacts): Finding[] {
  if (swapUsedBytes === null) return [];
  if (swapUsedBytes < SWAP_IN_USE_BYTES) return [fine('swap', 'none is in use')];
  const cost = "what has to come back from disk makes pauses that are not the server's";
  return [finding('swap', 'note', `${bytesText(swapUsedBytes)} are in use`, cost, 'end what needs most memory')];
}

function hugePages({ transparentHugePages: mode }: MemoryFacts): Finding[] {
  if (mode === null) return [];
  if (mode !== 'always') return [fine('huge pages', mode)];
  return [
    finding(
      'huge pages',
      'note',
      mode,
      'servers seem to need more memory than elsewhere, and may pause while pages are joined',
      'echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled (only for programs that ask, until the next boot)',
    ),
  ];
}

/** Whether time can be told finely and cheaply. */
export function judgeClock({ source, resolutionNs }: DoctorFacts['clock']): Finding[] {
  const found = `${source ?? 'unknown source'}, steps of ${Math.round(resolutionNs)} ns`;
  if (resolutionNs > COARSE_CLOCK_NS) {
    return [finding('clock', 'warn', found, 'latencies of fast servers are told in steps of that length')];
  }
  if (source === null || QUICK_CLOCKS.includes(source)) return [fine('clock', found)];
  const cost = 'each reading is a call into the kernel, which generator and servers pay for many times a request';
  return [finding('clock', 'warn', found, cost, 'boot with clocksource=tsc if the processor keeps it steady')];
}

/** What bundled targets need: those that are there in one line, each that is not in its own. */
export function judgeTools(tools: readonly ToolFact[]): Finding[] {
  const there = tools.filter(({ problem }) => problem === null);
  const missing = tools.filter(({ problem }) => problem !== null);
  const names = there.map(({ name, version }) => `${name} ${version ?? ''}`.trim()).join(', ');
  return [
    ...(there.length === 0 ? [] : [fine('tools', names)]),
    ...missing.map(({ name, problem, hint, neededBy }) =>
      finding('tools', 'note', problem ?? name, `${neededBy.join(', ')} cannot be measured here`, hint),
    ),
  ];
}

/** Where builds and runs are kept. */
export function judgeFolders(folders: readonly FolderFact[]): Finding[] {
  return folders.map((folder) => {
    const { what, path, problem, freeBytes } = folder;
    if (problem !== null) return unwritable(folder);
    const found = `${path}${freeBytes === null ? '' : `, ${bytesText(freeBytes)} free`}`;
    if (freeBytes === null || freeBytes >= LITTLE_DISK_BYTES) return fine(what, found);
    return finding(what, 'warn', found, `${what} may not fit`, 'free the disk, or choose another folder');
  });
}

function unwritable({ what, path, problem }: FolderFact): Finding {
  const found = `${path}: ${problem}`;
  return what === 'builds'
    ? finding(
        what,
        'bad',
        found,
        'targets that have to be built cannot be',
        'set PERFCMP_CACHE_DIR to a folder of yours',
      )
    : finding(
        what,
        'warn',
        found,
        'runs are not stored; --output still works',
        'set XDG_STATE_HOME to a folder of yours',
      );
}

/** What this system does not show, in one line: a virtual machine hides the clock speed, others have no /proc. */
export function judgeUnseen({ cores, activity, limits, memory, clock }: DoctorFacts): Finding[] {
  const seen: readonly (readonly [name: string, value: unknown])[] = [
    ['governor', cores.governor],
    ['turbo', cores.isTurboOn],
    ['SMT', cores.physicalCount],
    ['other load', activity.foreignCores],
    ['steal', activity.stealCores],
    ['clock source', clock.source],
    ['swap', memory.swapUsedBytes],
    ['huge pages', memory.transparentHugePages],
    ['open files', limits.openFiles],
    ['ports', limits.ports],
    ['accept queue', limits.somaxconn],
  ];
  const unseen = seen.flatMap(([name, value]) => (value === null ? name : []));
  if (unseen.length === 0) return [];
  const cost = 'nobody can tell here whether they are as they should be; "speed" shows how steady the clock is';
  return [finding('unknown', 'note', unseen.join(', '), cost)];
}
