import { describeExpectation } from '../model/describe-expectation.js';
import type { LoadProfile, RateStage } from '../model/load-profile.js';
import type { ReportStopping } from '../model/look.js';
import type { ChosenRate, Plan, StoppingPlan } from '../model/plan.js';
import {
  type ReportCeiling,
  type ReportPlan,
  type ReportProfile,
  type ReportRun,
  type ReportScenario,
  type ReportTarget,
  type RunPiece,
  UNKNOWN_END,
} from '../model/report.js';
import { requestLines } from '../model/request-source.js';
import type { Scenario } from '../model/scenario.js';
import type { TargetDescription } from '../model/target.js';
import { mean, sum } from '../stats/moments.js';
import { idleCpuOf } from './idle-cpu.js';
import { processSharesOf } from './process-shares.js';
import { ceilingOf, type EventOf, type RunFacts } from './run-facts.js';
import { peakRssOf } from './server-summary.js';

/** When it ran, how long and how it ended. */
export function describeRun(facts: RunFacts): ReportRun {
  const { identity, finished } = facts;
  const loadedMs = sum(facts.slices.map((slice) => slice.recording.elapsedMs));
  return {
    ...identity,
    command: identity.command ?? 'run',
    // Of a run whose end is missing the time under load is all that is known.
    seconds: finished?.seconds ?? loadedMs / 1000,
    interrupted: finished === null ? UNKNOWN_END : finished.interrupted,
    ...(facts.resumed.length > 0 && { pieces: piecesOf(facts) }),
  };
}

/** What was measured before, between and after interruptions. */
export function piecesOf({ identity, resumed, resumedInVain, finishedLaunches }: RunFacts): RunPiece[] {
  const starts = [{ at: identity.startedAt, launchesKept: 0, pauseSeconds: null }, ...resumed];
  return starts.map(({ at, launchesKept, pauseSeconds }, index) => {
    const end = starts[index + 1]?.launchesKept ?? Math.max(0, ...finishedLaunches);
    // Where it began again in another mode, what was kept until then counts no more.
    const begin = index === resumedInVain ? 0 : launchesKept;
    return { startedAt: at, launches: index < resumedInVain ? 0 : Math.max(0, end - begin), pauseSeconds };
  });
}

/** What was to be measured, in which mode, and how much of it was. */
export function describePlan(facts: RunFacts): ReportPlan {
  const { plan } = facts;
  const ceilings = describeCeilings(facts);
  return {
    launches: plan.launches,
    launchesDone: facts.finishedLaunches.size,
    blocks: facts.blocks,
    sliceMs: facts.sliceMs,
    settleMs: plan.settleMs,
    warmupMs: plan.warmup.minMs,
    mode: facts.mode,
    ...(facts.modeSteps.length > 0 && { modeChoice: facts.modeSteps }),
    ...(facts.mode !== 'exclusive' && facts.slices.length > 0 && { idleShare: idleShares(facts) }),
    quick: plan.quick,
    alpha: plan.alpha,
    baseline: plan.baseline,
    ceilingPerSec: highestByProfile(ceilings),
    ...(ceilings.length > 0 && { ceilings }),
    ...(plan.cores && { cores: plan.cores }),
    ...(plan.stopping && { stopping: describeStopping(plan.stopping, facts.looks) }),
  };
}

function idleShares({ plan, slices }: RunFacts): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    plan.targets.map((target) => {
      const { idleNs, allNs } = idleCpuOf(target, slices);
      return [target, allNs > 0 ? idleNs / allNs : null];
    }),
  );
}

/** What neither slices nor compares: a load, a search, what was imported. */
export function undividedPlan(own: Pick<ReportPlan, 'launchesDone' | 'blocks' | 'sliceMs' | 'warmupMs'>): ReportPlan {
  const { launchesDone, blocks, sliceMs, warmupMs } = own;
  return {
    launches: 1,
    launchesDone,
    blocks,
    sliceMs,
    settleMs: 0,
    warmupMs,
    mode: 'single',
    quick: false,
    alpha: 0.05,
    baseline: null,
    ceilingPerSec: {},
  };
}

/** METHOD 5.9: each with the scenarios that it is the ceiling of, as the checks take it. */
function describeCeilings(facts: RunFacts): ReportCeiling[] {
  const scenariosOf = new Map<EventOf<'ceiling'>, string[]>();
  for (const { name: profile } of facts.plan.profiles) {
    for (const { name: scenario } of facts.plan.scenarios) {
      const ceiling = ceilingOf(facts, { scenario, profile });
      if (ceiling !== null) scenariosOf.set(ceiling, [...(scenariosOf.get(ceiling) ?? []), scenario]);
    }
  }
  return [...scenariosOf].map(([{ profile, throughputPerSec, busy }, scenarios]) => ({
    profile,
    scenarios,
    throughputPerSec,
    busy,
  }));
}

/** With the smallest answers where there are several sizes. */
function highestByProfile(ceilings: readonly ReportCeiling[]): Record<string, number> {
  const highest: Record<string, number> = {};
  for (const { profile, throughputPerSec } of ceilings) {
    highest[profile] = Math.max(highest[profile] ?? 0, throughputPerSec);
  }
  return highest;
}

function describeStopping(stopping: StoppingPlan, looks: RunFacts['looks']): ReportStopping {
  const end = looks.find(({ ended }) => ended !== null);
  const { outlook } = end ?? looks.at(-1) ?? {};
  return { ...stopping, ended: end?.ended ?? null, reason: end?.reason ?? null, ...(outlook && { outlook }) };
}

/** What was learnt once it ran wins over what was known before: versions, for example, are read after the build. */
export function describeTargets(facts: RunFacts): ReportTarget[] {
  return facts.plan.targets.map((name) => {
    const starts = facts.started.filter((event) => event.target === name);
    const planned = facts.described.find((target) => target.name === name);
    const description = starts.at(-1)?.description ?? planned;
    const processes = processSharesOf(facts, name);
    return {
      name,
      title: description?.title ?? name,
      kind: description?.kind ?? 'command',
      version: description?.version ?? null,
      ...(description?.revision && { revision: description.revision }),
      runtime: description?.runtime ?? null,
      command: description?.command ?? null,
      url: description?.url ?? null,
      ...launchOf(planned),
      startupMs: meanOf(starts.map((event) => event.startupMs)),
      firstResponseMs: meanOf(starts.map((event) => event.firstResponseMs)),
      peakRssBytes: peakRssOf(facts, name),
      ...workersOf(facts.plan, description?.kind),
      ...(processes.length > 0 && { processes }),
      failure: facts.failures.get(name) ?? null,
    };
  });
}

/** What was said of its start. */
function launchOf(planned: TargetDescription | undefined): LaunchWords {
  const { parameters, cwd, prepare, cleanup } = planned ?? {};
  return {
    ...(parameters && { parameters }),
    ...(cwd !== undefined && { cwd }),
    ...(prepare !== undefined && { prepare }),
    ...(cleanup !== undefined && { cleanup }),
  };
}

type LaunchWords = Pick<TargetDescription, 'parameters' | 'cwd' | 'prepare' | 'cleanup'>;

function workersOf({ cores }: Plan, kind: ReportTarget['kind'] | undefined): Pick<ReportTarget, 'workers'> {
  return cores === undefined ? {} : { workers: kind === 'url' ? null : cores.workers };
}

/** The first request stands for all: reports have one line for it. */
export function describeScenario(scenario: Scenario, place: ScenarioPlace = {}): ReportScenario {
  const lines = requestLines(scenario.source);
  return {
    name: scenario.name,
    method: lines[0]?.method ?? 'GET',
    path: lines[0]?.path ?? '/',
    requests: lines.length,
    env: scenario.env,
    expects: describeExpectation(scenario.expect),
    ...place,
  };
}

type ScenarioPlace = Pick<ReportScenario, 'profiles' | 'rates' | 'paces' | 'notImplementedBy' | 'hash'>;

/** The scenarios of a run, with how they were asked and who could not be asked. */
export function describeScenarios({ plan, paces, rates, blocks, sliceMs }: RunFacts): ReportScenario[] {
  return plan.scenarios.map((scenario) => {
    const cells = plan.instances.flatMap(({ cells }) => cells.filter((cell) => cell.scenario === scenario.name));
    const own = paces.filter(
      (one) => one.scenario === scenario.name && (one.blocks !== blocks || one.sliceMs !== sliceMs),
    );
    const asked = new Set(cells.map(({ target }) => target));
    const lacking = [...plan.targets.filter((target) => !asked.has(target)), ...(plan.leftOut ?? [])];
    return describeScenario(scenario, {
      ...(scenario.hash === undefined ? {} : { hash: scenario.hash }),
      profiles: [...new Set(cells.map(({ profile }) => profile))],
      ...ratesOf(rates, scenario.name),
      ...(own.length === 0
        ? {}
        : { paces: own.map((pace) => ({ profile: pace.profile, blocks: pace.blocks, sliceMs: pace.sliceMs })) }),
      ...(lacking.length === 0 ? {} : { notImplementedBy: lacking }),
    });
  });
}

function ratesOf(rates: readonly ChosenRate[], name: string): Pick<ReportScenario, 'rates'> {
  const own = rates.filter(({ scenario }) => scenario === name);
  return own.length === 0 ? {} : { rates: own.map(({ scenario: _, ...rate }) => rate) };
}

/** How many requests were kept in flight, or how many arrived. */
export function describeProfile(profile: LoadProfile): ReportProfile {
  const { name, kind, connections, pipelining } = profile;
  const base = { name, kind, connections, pipelining };
  if (profile.kind === 'closed') {
    return { ...base, ratePerSec: null, ...(profile.think === null ? {} : { think: profile.think }) };
  }
  const { arrivals, maxConnections, share } = profile;
  const { spacing, stages } = arrivals;
  const rate = {
    ratePerSec: stages.length === 0 ? null : meanRate(stages),
    arrivals: { spacing, stages },
    maxConnections,
  };
  return { ...base, ...rate, ...(share !== undefined && { share }) };
}

/** The profiles of a run; the rate of one that was chosen for each scenario is told there, where they differ. */
export function describeProfiles({ plan, rates }: RunFacts): ReportProfile[] {
  return plan.profiles.map((profile) => {
    const described = describeProfile(profile);
    const own = new Set(rates.filter((rate) => rate.profile === profile.name).map(({ ratePerSec }) => ratePerSec));
    const [ratePerSec = described.ratePerSec, ...others] = own;
    return { ...described, ratePerSec: others.length > 0 ? null : ratePerSec };
  });
}

function meanRate(stages: readonly RateStage[]): number {
  const durationMs = sum(stages.map((stage) => stage.durationMs));
  return sum(stages.map((stage) => ((stage.fromPerSec + stage.toPerSec) / 2) * stage.durationMs)) / durationMs;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : mean(known);
}
