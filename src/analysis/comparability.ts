import type { Difference } from '../model/comparability.js';
import type { Environment, Report, ReportScenario, ReportTarget } from '../model/report.js';

/** MEASUREMENT 5.9: the reference target has to come out as fast in both runs, within this share. */
const REFERENCE_TOLERANCE = 0.05;
/** Rates of open loops that differ by no more are the same. */
export const SAME_RATE = 0.02;
const MEMORY_STEP_BYTES = 256 * 1024 * 1024;

type Fact = string | number | boolean | null | undefined;

/** What two machines, or two states of one, do not share; empty: results of one may be held against the other's. */
export function environmentDifferences(first: Environment | null, second: Environment | null): Difference[] {
  // Of imported results nobody knows where they were measured.
  if (first === null || second === null) {
    const [one, other] = [first, second].map((environment) => (environment === null ? 'not known' : 'known'));
    return [{ field: 'machine', first: one ?? '', second: other ?? '', level: 'refuse', scenario: null }];
  }
  const fact = (field: string, read: (environment: Environment) => Fact) =>
    compareFacts(field, read(first), read(second));
  return [
    ...fact('operating system', ({ os }) => os),
    ...fact('kernel', ({ kernel }) => kernel),
    ...fact('CPU model', ({ cpuModel }) => cpuModel),
    ...fact('cores', ({ cores }) => cores),
    ...memoryDifference(first, second),
    ...fact('node of perfcmp', ({ node }) => node),
    ...fact('CPU governor', ({ governor }) => governor),
    ...fact('container', ({ container }) => container),
    ...fact('CI system', ({ ci }) => ci),
  ];
}

/** All that stands between two runs of the same reference target: machine, perfcmp, cores, scenarios, load, its speed. */
export function runDifferences(first: Report, second: Report, reference: string): Difference[] {
  return [
    ...environmentDifferences(first.environment, second.environment),
    ...compareFacts('version of perfcmp', first.tool.version, second.tool.version),
    ...coreDifferences(first, second),
    ...targetDifferences(first, second, reference),
    ...warnings(first, second),
    ...scenarioDifferences(first, second),
    ...referenceRates(first, second, reference),
  ];
}

/** Whether one of them stands against the whole comparison. */
export function forbidsAll(differences: readonly Difference[]): boolean {
  return differences.some(({ level, scenario }) => level === 'refuse' && scenario === null);
}

/** Those that stand against holding this scenario's numbers of one run against the other's. */
export function forbidding(differences: readonly Difference[], scenario: string): Difference[] {
  return differences.filter((one) => one.level === 'refuse' && (one.scenario === null || one.scenario === scenario));
}

/** One line where two runs have different facts. */
export function compareFacts(field: string, first: Fact, second: Fact, parts: Partial<Difference> = {}): Difference[] {
  const [one, other] = [wordOf(first), wordOf(second)];
  return one === other ? [] : [{ field, first: one, second: other, level: 'refuse', scenario: null, ...parts }];
}

function wordOf(fact: Fact): string {
  if (typeof fact === 'boolean') return fact ? 'yes' : 'no';
  return fact === null || fact === undefined ? 'none' : String(fact);
}

/** The kernel keeps a little for itself, not the same at every boot. */
function memoryDifference(first: Environment, second: Environment): Difference[] {
  const steps = ({ memoryBytes }: Environment): number => Math.round(memoryBytes / MEMORY_STEP_BYTES);
  if (steps(first) === steps(second)) return [];
  const inMiB = ({ memoryBytes }: Environment): string => `${Math.round(memoryBytes / 2 ** 20)} MiB`;
  return compareFacts('memory', inMiB(first), inMiB(second));
}

function coreDifferences({ plan: first }: Report, { plan: second }: Report): Difference[] {
  return [
    ...compareFacts('workers of each server', first.cores?.workers, second.cores?.workers),
    ...compareFacts('CPUs of the servers', first.cores?.serverCpus ?? 'all', second.cores?.serverCpus ?? 'all'),
    ...compareFacts('CPUs of perfcmp', first.cores?.generatorCpus ?? 'all', second.cores?.generatorCpus ?? 'all'),
  ];
}

/** The reference has to be the same program; what is compared with it may have changed, which is why one compares. */
function targetDifferences(first: Report, second: Report, reference: string): Difference[] {
  return first.targets.flatMap((target) => {
    const other = second.targets.find(({ name }) => name === target.name);
    if (other === undefined) return [];
    const isReference = target.name === reference;
    const level = isReference ? 'refuse' : 'warn';
    const fact = (field: string, read: (target: ReportTarget) => Fact) =>
      compareFacts(`${field} of ${target.name}`, read(target), read(other), { level });
    return [
      ...fact('runtime', ({ runtime }) => runtime),
      ...fact('version', ({ version }) => version),
      ...(isReference ? fact('kind', ({ kind }) => kind) : []),
    ];
  });
}

function warnings(first: Report, second: Report): Difference[] {
  const fact = (field: string, read: (report: Report) => Fact) =>
    compareFacts(field, read(first), read(second), { level: 'warn' });
  return [
    ...fact('measuring mode', ({ plan }) => plan.mode),
    ...fact('quick', ({ plan }) => plan.quick),
    // Whoever runs beside it takes cache and memory.
    ...fact('targets', ({ targets }) =>
      targets
        .map(({ name }) => name)
        .sort()
        .join(', '),
    ),
  ];
}

function scenarioDifferences(first: Report, second: Report): Difference[] {
  return first.scenarios.flatMap((scenario) => {
    const other = second.scenarios.find(({ name }) => name === scenario.name);
    if (other === undefined) return [];
    const named = { scenario: scenario.name };
    const fact = (field: string, read: (scenario: ReportScenario) => Fact) =>
      compareFacts(`${field} of scenario ${scenario.name}`, read(scenario), read(other), named);
    const asked = [
      ...fact('method', ({ method }) => method),
      ...fact('path', ({ path }) => path),
      ...fact('number of requests', ({ requests }) => requests),
      ...fact('variables', ({ env }) =>
        Object.entries(env)
          .sort()
          .map((entry) => entry.join('='))
          .join(' '),
      ),
      ...fact('expectation', ({ expects }) => expects),
    ];
    // The hash tells of everything, also of what has a line of its own above, and is absent in reports of 0.1.0.
    const isHashed = scenario.hash !== undefined && other.hash !== undefined && asked.length === 0;
    const hashed = isHashed ? fact('content', ({ hash }) => hash?.slice(0, 12)) : [];
    return [...asked, ...hashed, ...profileDifferences(first, second, scenario.name)];
  });
}

function profileDifferences(first: Report, second: Report, scenario: string): Difference[] {
  const load = (report: Report, read: (profile: Report['profiles'][number]) => Fact): string => {
    const names = new Set(report.measurements.filter((one) => one.scenario === scenario).map(({ profile }) => profile));
    return report.profiles
      .filter(({ name }) => names.has(name))
      .map(read)
      .map(wordOf)
      .sort()
      .join(', ');
  };
  const fact = (field: string, read: (profile: Report['profiles'][number]) => Fact) =>
    compareFacts(`${field} of scenario ${scenario}`, load(first, read), load(second, read), { scenario });
  return [
    ...fact('loop', ({ kind }) => kind),
    ...fact('connections', ({ connections }) => connections),
    ...fact('pipelining', ({ pipelining }) => pipelining),
    ...rateDifferences(first, second, scenario),
    ...compareFacts(`engine of scenario ${scenario}`, engineOf(first, scenario), engineOf(second, scenario), {
      scenario,
    }),
  ];
}

/** A rate that was chosen as a share of what the slowest could do is never quite the same in two runs. */
function rateDifferences(first: Report, second: Report, scenario: string): Difference[] {
  return first.profiles.flatMap(({ name }) => {
    const [before, after] = [rateOf(first, scenario, name), rateOf(second, scenario, name)];
    if (before === null || after === null) return [];
    const change = Math.abs(after / before - 1);
    if (change <= SAME_RATE) return [];
    const level = change > REFERENCE_TOLERANCE ? 'refuse' : 'warn';
    const rate = (perSec: number): string => `${Math.round(perSec)}/s`;
    return compareFacts(`rate ${name} of scenario ${scenario}`, rate(before), rate(after), { scenario, level });
  });
}

/** Null for a closed loop, and where it is not known. */
function rateOf({ scenarios, profiles }: Report, scenario: string, profile: string): number | null {
  const chosen = scenarios.find(({ name }) => name === scenario)?.rates?.find((rate) => rate.profile === profile);
  return chosen?.ratePerSec ?? profiles.find(({ name }) => name === profile)?.ratePerSec ?? null;
}

function engineOf({ measurements }: Report, scenario: string): string {
  const those = measurements.filter((one) => one.scenario === scenario);
  return [...new Set(those.map(({ generator: { engine, threads } }) => `${engine} x ${threads}`))].sort().join(', ');
}

/** A machine on which an unchanged server is not as fast as it was is not the same machine. */
function referenceRates(first: Report, second: Report, reference: string): Difference[] {
  return first.measurements.flatMap((cell) => {
    if (cell.target !== reference) return [];
    const other = second.measurements.find(
      ({ target, scenario, profile }) => target === reference && scenario === cell.scenario && profile === cell.profile,
    );
    const [before, after] = [cell.throughput.value, other?.throughput.value ?? null];
    if (before === null || after === null || Math.abs(after / before - 1) <= REFERENCE_TOLERANCE) return [];
    const rate = (perSec: number): string => `${Math.round(perSec)} req/s`;
    const field = `speed of ${reference} in scenario ${cell.scenario}`;
    return compareFacts(field, rate(before), rate(after), { scenario: cell.scenario });
  });
}
