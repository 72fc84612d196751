import { refuseStored } from '../analysis/gate-against.js';
import { isMeant, type RuleSubject } from '../analysis/gate-rules.js';
import { runWarning } from '../analysis/warnings.js';
import { ConfigError } from '../errors.js';
import { estimateSeconds, launchesWithin } from '../experiment/estimate.js';
import { withStopping } from '../experiment/stopping-plan.js';
import type { GateConfig } from '../model/config.js';
import { EVERY_SCENARIO, type GateThreshold, LEAST_GATE_LAUNCHES } from '../model/gate.js';
import type { Plan } from '../model/plan.js';
import type { Environment, Report } from '../model/report.js';
import { formatDurationMs } from '../units/duration.js';
import { openCatalog } from './catalog.js';
import { chooseRun } from './choose-run.js';
import { decideCores } from './cores.js';
import type { SessionIo } from './io.js';
import { planOf } from './plan-run.js';
import { toolVersion } from './tool-version.js';

/** What is wrong with targets, scenarios or rules, before anything is checked out or built. */
export async function checkGate(config: GateConfig, io: SessionIo): Promise<void> {
  const { manifests, broken } = await openCatalog(config.run.targetsDirs, io.cwd);
  const chosen = chooseRun(config.run, manifests, io.cwd, broken);
  const targets = chosen.targets.map(({ target }) => target);
  const plan = planOf(config.run, targets, chosen, decideCores(config.run).plan);
  refuseIdleRules(config, gatePlan(config, plan));
  tellShortBudget(config, plan, io);
}

/** Some room, as warm-ups may take longer, in steps that people would give. */
const BUDGET_FACTOR = 1.1;
const BUDGET_STEP_SECONDS = 10;

/** A budget that has hardly room for a decision; what launches really take is only known later, so it is no mistake. */
function tellShortBudget(config: GateConfig, plan: Plan, io: SessionIo): void {
  const { budgetMs } = config;
  if (budgetMs === null) return;
  const room = launchesWithin(gatePlan(config, plan), budgetMs);
  if (room >= LEAST_GATE_LAUNCHES) return;
  const least = estimateSeconds(gatePlan({ ...config, looks: [LEAST_GATE_LAUNCHES], budgetMs: null }, plan));
  const seconds = Math.ceil((least * BUDGET_FACTOR) / BUDGET_STEP_SECONDS) * BUDGET_STEP_SECONDS;
  const message =
    `a budget of ${formatDurationMs(budgetMs)} has room for ${room === 0 ? 'none' : `about ${room}`} of the ` +
    `${LEAST_GATE_LAUNCHES} launches that a gate takes at least, and fewer decide nothing: give --budget ${seconds}s`;
  io.onEvent({ kind: 'warning', warning: runWarning('budget-too-short', 'warn', message) });
}

/** The first target is what the others are held against, unless another was named. */
export function gatePlan({ run, looks, budgetMs }: GateConfig, plan: Plan): Plan {
  const baseline = run.baseline ?? plan.targets[0] ?? plan.baseline;
  return withStopping({ ...plan, baseline, isBaselineAsked: true }, { looks, budgetMs, resolution: null });
}

/** The plan of what can run here: with one look where the stored run does not compare, which more launches cannot mend. */
export function planAgainst(
  config: GateConfig,
  stored: Report | null,
  chosen: { readonly plan: Plan; readonly environment: Environment },
  io: SessionIo,
): Plan {
  const plan = gatePlan(config, chosen.plan);
  refuseIdleRules(config, plan);
  if (stored === null) return plan;
  const { environment } = chosen;
  const found = refuseStored(stored, { plan, environment, toolVersion: toolVersion(), policy: config.policy });
  for (const warning of found) io.onEvent({ kind: 'warning', warning });
  return found.length === 0 ? plan : gatePlan({ ...config, looks: config.looks.slice(0, 1) }, chosen.plan);
}

/** Whether a loss that it may find has to be shown again. */
export function mayConfirm({ policy, thresholds }: GateConfig): boolean {
  const canFail = thresholds.some(({ severity, limit }) => severity === 'error' && limit.kind === 'regression');
  return policy.confirmRegression && canFail;
}

/** A rule that meets nothing would never be broken. */
export function refuseIdleRules({ thresholds }: Pick<GateConfig, 'thresholds'>, plan: Plan): void {
  const subjects = subjectsOf(plan);
  const idle = thresholds.filter((rule) => !subjects.some((subject) => isMeant(rule, subject)));
  if (idle.length === 0) return;
  throw new ConfigError(idle.map((rule) => ({ where: whereOf(rule), ...whyIdle(rule, plan, subjects) })));
}

/** What is asked of candidates. */
function subjectsOf({ instances, profiles, baseline }: Plan): RuleSubject[] {
  const cells = instances.filter(({ target }) => target !== baseline).flatMap((instance) => instance.cells);
  return cells.map(({ scenario, profile }) => ({
    scenario,
    loop: profiles.find(({ name }) => name === profile)?.kind ?? null,
  }));
}

function whereOf({ scenario, metric }: GateThreshold): string {
  return scenario === EVERY_SCENARIO ? `limit on ${metric}` : `limit on ${metric} of scenario "${scenario}"`;
}

function whyIdle(
  { scenario, metric, loop }: GateThreshold,
  plan: Plan,
  subjects: readonly RuleSubject[],
): { readonly message: string; readonly hint?: string } {
  const names = plan.scenarios.map(({ name }) => name);
  if (subjects.length === 0) return { message: 'there is no candidate to hold to it' };
  if (scenario !== EVERY_SCENARIO && !names.includes(scenario)) {
    return { message: 'the scenario does not take part', hint: `choose from ${names.join(', ')}` };
  }
  const asked = subjects.filter((subject) => scenario === EVERY_SCENARIO || subject.scenario === scenario);
  if (asked.length === 0) return { message: 'no candidate has the scenario', hint: 'leave the limit out' };
  if (metric === 'throughput' && asked.some((subject) => subject.loop === 'open')) {
    return {
      message: 'at a rate that is set there is nothing to hold',
      hint: "hold latency, as in --allow 'latency.p99=10%', or measure with --loop both",
    };
  }
  return {
    message: `nothing is measured with a loop that is ${loop}`,
    hint: 'give --loop both, or leave the limit out',
  };
}
