import { randomInt } from 'node:crypto';
import { ADAPTIVE_DEFAULTS, RUN_DEFAULTS } from '../config/defaults.js';
import { EXIT, PerfcmpError, TargetError } from '../errors.js';
import { launchesWithin } from '../experiment/estimate.js';
import { createPlan } from '../experiment/plan.js';
import { withStopping } from '../experiment/stopping-plan.js';
import type { AdaptiveLength, RunConfig } from '../model/config.js';
import type { CorePlan, Plan, StoppingPlan } from '../model/plan.js';
import type { Target } from '../model/target.js';
import { plannedLooks } from '../stats/planned-looks.js';
import { scenariosOf } from './choose-scenarios.js';
import { closedProfile, inLoops, ownProfiles, profilesOf, shapeDurationsMs } from './profiles.js';

/** The plan for targets that can be started. */
export function planOf(
  config: RunConfig,
  targets: readonly Target[],
  { scenarios, leftOut = [] }: Pick<Plan, 'scenarios'> & { readonly leftOut?: readonly string[] },
  cores: CorePlan,
): Plan {
  const { shapes = [], claims = [] } = config.preset ?? {};
  const usual = closedProfile(config.generator);
  const ownDurationsMs = shapeDurationsMs(shapes);
  const plan = createPlan({
    targets: targets.map((target) => ({
      name: target.name,
      scenarios: scenariosOf(target, scenarios),
      warmup: target.kind === 'bundled' && !config.isWarmupAsked ? target.manifest.warmup : null,
    })),
    baseline: baselineOf(config.baseline, targets),
    isBaselineAsked: config.baseline !== null,
    scenarios,
    profiles: profilesOf(usual, config.loops, usual.name),
    ownProfiles: inLoops(ownProfiles(config.generator, scenarios, shapes), config.loops, usual.name),
    leftOut,
    notStarted: targets.flatMap((target) => (target.kind === 'url' ? [target.name] : [])),
    seed: config.seed ?? randomInt(1, 1_000_000),
    launches: config.launches,
    blocks: config.blocks,
    fewestBlocks: config.fewestBlocks,
    sliceMs: config.sliceMs,
    durationMs: config.durationMs,
    warmupMs: config.warmupMs,
    ownWarmupMs: config.ownWarmupMs,
    mode: config.mode,
    quick: config.quick,
    margins: config.margins,
    cores,
    ...(ownDurationsMs && { ownDurationsMs }),
    ...(claims.length > 0 && { claims }),
  });
  return config.stopping === null ? plan : withStopping(plan, stoppingOf(plan, config.stopping));
}

/** Looks over as many launches as were asked for, or as the budget has room for. */
function stoppingOf(plan: Plan, { budgetMs, resolution, mostLaunches }: AdaptiveLength): StoppingPlan {
  const fitting = budgetMs === null ? ADAPTIVE_DEFAULTS.launches : launchesWithin(plan, budgetMs);
  const most = mostLaunches ?? Math.min(fitting, ADAPTIVE_DEFAULTS.mostLaunches);
  return { looks: plannedLooks(Math.max(ADAPTIVE_DEFAULTS.fewestLaunches, most)), budgetMs, resolution };
}

/** That the wanted one was asked for at all has been checked before anything was built. */
function baselineOf(wanted: string | null, targets: readonly Target[]): string {
  const names = targets.map((target) => target.name);
  const [first] = names;
  if (first === undefined) {
    throw new PerfcmpError('nothing-to-measure', 'no target can run on this machine', EXIT.target, {
      hint: 'perfcmp list shows what each of them needs',
    });
  }
  if (wanted === null) return names.includes(RUN_DEFAULTS.baseline) ? RUN_DEFAULTS.baseline : first;
  if (names.includes(wanted)) return wanted;
  throw new TargetError('baseline-unavailable', wanted, `the baseline "${wanted}" cannot run on this machine`, {
    hint: `perfcmp list shows what it needs; or choose from ${names.join(', ')}`,
  });
}
