import type { DoctorFacts } from '../../../src/model/doctor.js';

/** A machine that nothing is wrong with. */
export const FIT: DoctorFacts = {
  system: { os: 'linux', kernel: '6.18.5', cpuModel: 'Synthetic CPU', container: null },
  node: '20.20.2',
  tools: [
    { name: 'cargo', version: '1.95.0', problem: null, hint: null, neededBy: ['hyperlane', 'rust-axum'] },
    { name: 'node', version: '20.20.2', problem: null, hint: null, neededBy: ['express', 'node-http'] },
  ],
  cores: {
    there: 8,
    allowed: '0-7',
    allowedCount: 8,
    physicalCount: 8,
    cannotLimit: null,
    governor: 'performance',
    isTurboOn: false,
  },
  activity: {
    loadAverage: 0.31,
    foreignCores: 0.04,
    programs: [],
    stealCores: 0,
    probe: { medianUs: 1700, slowTenthShare: 0.012, count: 110 },
  },
  limits: {
    openFiles: { soft: 1_048_576, hard: 1_048_576 },
    ports: { from: 32_768, to: 60_999 },
    timeWait: 12,
    twReuse: 2,
    somaxconn: 4096,
    cpuQuotaCores: null,
    throttled: null,
  },
  memory: {
    totalBytes: 16e9,
    availableBytes: 11.4e9,
    swapUsedBytes: 0,
    transparentHugePages: 'madvise',
  },
  clock: { source: 'tsc', resolutionNs: 41 },
  folders: [
    { what: 'builds', path: '/home/u/.cache/perfcmp/targets', problem: null, freeBytes: 77e9 },
    { what: 'reports', path: '/home/u/.local/state/perfcmp/reports', problem: null, freeBytes: 77e9 },
  ],
};

/** A machine that everything is wrong with. */
export const SICK: DoctorFacts = {
  system: { os: 'linux', kernel: '6.18.5', cpuModel: 'Synthetic CPU', container: 'docker' },
  node: '20.20.2',
  tools: [
    ...FIT.tools.slice(1),
    {
      name: 'java',
      version: '11.0.2',
      problem: 'java 11.0.2 is older than 17',
      hint: 'install a JDK 17 or newer from https://adoptium.net',
      neededBy: ['spring-boot'],
    },
    {
      name: 'cargo',
      version: null,
      problem: 'cargo is not on PATH',
      hint: 'install Rust from https://rustup.rs',
      neededBy: ['hyperlane', 'rust-axum'],
    },
  ],
  cores: {
    there: 8,
    allowed: '3',
    allowedCount: 1,
    physicalCount: 1,
    cannotLimit: 'taskset is not on PATH (it is in the package util-linux)',
    governor: 'powersave',
    isTurboOn: true,
  },
  activity: {
    loadAverage: 9.2,
    foreignCores: 0.83,
    programs: [
      { pid: 4711, name: 'rustc', cores: 0.61 },
      { pid: 815, name: 'chrome', cores: 0.17 },
    ],
    stealCores: 0.21,
    probe: { medianUs: 2100, slowTenthShare: 0.34, count: 90 },
  },
  limits: {
    openFiles: { soft: 256, hard: 4096 },
    ports: { from: 32_768, to: 60_999 },
    timeWait: 9000,
    twReuse: 0,
    somaxconn: 128,
    cpuQuotaCores: 0.5,
    throttled: { periods: 120, of: 400 },
  },
  memory: {
    totalBytes: 2e9,
    availableBytes: 0.2e9,
    swapUsedBytes: 0.4e9,
    transparentHugePages: 'always',
  },
  clock: { source: 'hpet', resolutionNs: 600 },
  folders: [
    { what: 'builds', path: '/cache/perfcmp/targets', problem: 'may not be written by this user', freeBytes: null },
    { what: 'reports', path: '/state/perfcmp/reports', problem: null, freeBytes: 0.3e9 },
  ],
};

/** A system that tells nothing. */
export const UNKNOWN: DoctorFacts = {
  ...FIT,
  system: { os: 'darwin', kernel: '25.1.0', cpuModel: 'Synthetic M9', container: null },
  cores: {
    ...FIT.cores,
    physicalCount: null,
    cannotLimit: 'this system does not let perfcmp choose cores',
    governor: null,
    isTurboOn: null,
  },
  activity: { ...FIT.activity, foreignCores: null, stealCores: null },
  limits: {
    openFiles: null,
    ports: null,
    timeWait: null,
    twReuse: null,
    somaxconn: null,
    cpuQuotaCores: null,
    throttled: null,
  },
  memory: { ...FIT.memory, swapUsedBytes: null, transparentHugePages: null },
  clock: { source: null, resolutionNs: 41 },
};
