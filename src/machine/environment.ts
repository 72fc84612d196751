import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import os from 'node:os';
import type { Environment } from '../model/report.js';
import { readProcFile } from './proc-file.js';

// The variable by which each CI system is known; the first that is set wins, the general one last.
const CI_VARIABLES: readonly (readonly [variable: string, name: string])[] = [
  ['GITHUB_ACTIONS', 'github'],
  ['GITLAB_CI', 'gitlab'],
  ['CIRCLECI', 'circleci'],
  ['JENKINS_URL', 'jenkins'],
  ['BUILDKITE', 'buildkite'],
  ['TF_BUILD', 'azure'],
  ['TEAMCITY_VERSION', 'teamcity'],
  ['TRAVIS', 'travis'],
  ['BITBUCKET_BUILD_NUMBER', 'bitbucket'],
  ['CI', 'unknown'],
];

const MEMORY_STEP_BYTES = 256 * 1024 * 1024;

type Facts = Omit<Environment, 'fingerprint'>;

/** What this machine is, as far as it decides whether two results may be compared. */
export async function readEnvironment(): Promise<Environment> {
  const facts: Facts = {
    os: process.platform,
    kernel: os.release(),
    cpuModel: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: memoryBytes(),
    node: process.versions.node,
    governor: readProcFile('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor')?.trim() ?? null,
    ci: detectCi(process.env),
    container: await detectContainer(),
    loadAverage: os.loadavg()[0] ?? 0,
  };
  return { ...facts, fingerprint: fingerprintOf(facts) };
}

/** SHA-256 over what must agree between two comparable runs. */
export function fingerprintOf(facts: Facts): string {
  const { loadAverage: _changing, memoryBytes: _exact, ...stable } = facts;
  // The kernel keeps a little for itself, not the same at every boot.
  const memorySteps = Math.round(facts.memoryBytes / MEMORY_STEP_BYTES);
  const entries = Object.entries({ ...stable, memorySteps }).sort(([left], [right]) => (left < right ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}

/** Name of the CI system that set these variables, `unknown` for one that only sets CI, null outside CI. */
export function detectCi(env: NodeJS.ProcessEnv): string | null {
  const isSet = (variable: string) => env[variable] !== undefined && env[variable] !== '' && env[variable] !== 'false';
  return CI_VARIABLES.find(([variable]) => isSet(variable))?.[1] ?? null;
}

/** The machine's memory, or the container's limit where that is less. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit !== undefined && limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem();
}

async function detectContainer(): Promise<string | null> {
  if (process.env.KUBERNETES_SERVICE_HOST) return 'kubernetes';
  if (await exists('/run/.containerenv')) return 'podman';
  if (await exists('/.dockerenv')) return 'docker';
  return /\b(docker|kubepods|lxc)\b/.exec(readProcFile('/proc/1/cgroup') ?? '')?.[1] ?? null;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
