import type { TargetError } from '../errors.js';
import { estimateSeconds, likelyPace, longestExtensionSeconds } from '../experiment/estimate.js';
import type { GateConfig, RunConfig } from '../model/config.js';
import type { Forecast, ForecastLoad, ForecastScenario, ForecastTarget } from '../model/forecast.js';
import { leastWarmupMs, type Plan } from '../model/plan.js';
import { requestLines } from '../model/request-source.js';
import type { Scenario } from '../model/scenario.js';
import type { Target } from '../model/target.js';
import { missingTools } from '../target/build.js';
import { openCatalog } from './catalog.js';
import { chooseRun } from './choose-run.js';
import { scenariosOf } from './choose-scenarios.js';
import { mostConfirmingSeconds } from './confirm-run.js';
import { containerProblems } from './container-targets.js';
import { decideCores } from './cores.js';
import { checkGate, gatePlan, mayConfirm } from './gate-plan.js';
import type { SessionIo } from './io.js';
import { planOf } from './plan-run.js';
import { readRun } from './stored.js';

/** What `runComparison` would measure with this configuration; throws what it would throw before any build. */
export async function forecastRun(config: RunConfig, io: SessionIo): Promise<Forecast> {
  return forecastOf(config, io, (plan) => ({ plan }));
}

/** What `runGate` would; base and head are not looked for, as the one may have to be fetched. */
export async function forecastGate(config: GateConfig, io: SessionIo): Promise<Forecast> {
  await checkGate(config, io);
  if (config.against !== null) await readRun(config.against, io);
  return forecastOf(config.run, io, (chosen, [first]) => {
    // Whoever cannot be started here makes no other the baseline.
    const baseline = config.run.baseline ?? first?.name ?? null;
    const plan = gatePlan({ ...config, run: { ...config.run, baseline } }, chosen);
    return { plan, ...(mayConfirm(config) && { confirmingSeconds: mostConfirmingSeconds(plan) }) };
  });
}

/** A plan as it would be carried out, and what may come on top. */
interface Planned extends Pick<Forecast, 'confirmingSeconds'> {
  readonly plan: Plan;
}

async function forecastOf(
  config: RunConfig,
  io: SessionIo,
  planned: (plan: Plan, targets: readonly Target[]) => Planned,
): Promise<Forecast> {
  const { plan: cores } = decideCores(config);
  const { manifests, broken } = await openCatalog(config.targetsDirs, io.cwd);
  const chosen = chooseRun(config, manifests, io.cwd, broken);
  const targets = chosen.targets.map(({ target }) => target);
  const lacking = await Promise.all(targets.map(lackingTools(await containerProblems(targets))));
  const startable = targets.filter((_, index) => lacking[index] === null);
  const { plan, ...onTop } = planned(planOf(config, startable, chosen, cores), targets);
  const estimatedSeconds = estimateSeconds(plan);
  return {
    baseline: plan.baseline,
    targets: targets.map((target, index) => forecastTarget(plan, target, lacking[index] ?? null)),
    leftOut: chosen.leftOut,
    scenarios: plan.scenarios.map((scenario) => forecastScenario(plan, scenario)),
    launches: plan.launches,
    looks: plan.stopping?.looks ?? [],
    mode: plan.mode,
    workers: cores.workers,
    quick: plan.quick,
    seed: config.seed,
    estimatedSeconds,
    mostSeconds: estimatedSeconds + longestExtensionSeconds(plan),
    ...onTop,
  };
}

function lackingTools(uncontained: ReadonlyMap<string, TargetError>) {
  return async (target: Target): Promise<string | null> => {
    const error =
      target.kind === 'bundled' ? await missingTools(target.manifest) : (uncontained.get(target.name) ?? null);
    return error === null ? null : error.message.replace(`target "${error.target}": `, '');
  };
}

function forecastTarget(plan: Plan, target: Target, unavailable: string | null): ForecastTarget {
  const instances = plan.instances.filter((instance) => instance.target === target.name);
  const wanted = instances.flatMap(({ wantedWarmup }) =>
    wantedWarmup === undefined ? [] : leastWarmupMs(wantedWarmup),
  );
  return {
    name: target.name,
    title: target.kind === 'bundled' ? target.title : target.name,
    scenarios: scenariosOf(target, plan.scenarios).map(({ name }) => name),
    warmups: instances.map(({ warmup = plan.warmup }) => warmup),
    ...(wanted.length > 0 && { wantedWarmupMs: Math.max(...wanted) }),
    unavailable,
  };
}

function forecastScenario(plan: Plan, scenario: Scenario): ForecastScenario {
  const requests = requestLines(scenario.source);
  const cells = plan.instances.flatMap((instance) => instance.cells).filter((cell) => cell.scenario === scenario.name);
  const loads = plan.profiles.flatMap((profile): ForecastLoad[] => {
    const cell = cells.find((one) => one.profile === profile.name);
    if (cell === undefined) return [];
    const { blocks, sliceMs } = likelyPace(plan, cell);
    return [{ profile, likelySlices: blocks, likelySliceMs: sliceMs }];
  });
  return {
    name: scenario.name,
    method: requests[0]?.method ?? 'GET',
    path: requests[0]?.path ?? '/',
    requests: requests.length,
    env: scenario.env,
    loads,
  };
}
