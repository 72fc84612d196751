import { ConfigError, type Problem } from '../errors.js';
import type { GateConfig, RunConfig, TargetRequest } from '../model/config.js';
import { type BaseRequest, GATE_REACTIONS, type GateThreshold, LEAST_GATE_LAUNCHES } from '../model/gate.js';
import { assignments } from '../units/command-text.js';
import { fillPlaces } from '../units/placeholders.js';
import { shownText } from '../units/secret-texts.js';
import { readBase, refuseBesideBase } from './base-options.js';
import { GATE_DEFAULTS } from './defaults.js';
import type { GateFlags } from './flags.js';
import { readThresholds } from './gate-thresholds.js';
import { environmentName, OptionReader } from './option-reader.js';
import { accept, anyText, choice, duration, type Parser, reject } from './parsers.js';
import { type RunInput, resolveRun } from './resolve-run.js';
import { requestName } from './target-request.js';
import { without } from './without.js';

const MOST_LAUNCHES = 1000;
/** For more looks no error level was checked. */
const MOST_LOOKS = 5;

/** Everything that has a say in how `gate` goes. */
export interface GateInput extends Omit<RunInput, 'flags'> {
  readonly flags: GateFlags;
}

/** Merges flags, environment, file and defaults; what is wrong with the gate and with its run comes as one ConfigError. */
export function resolveGate(input: GateInput): GateConfig {
  const { flags, file, env, fileName } = input;
  const gate = file?.gate ?? {};
  const reader = new OptionReader({ flags, env, file: gate, filePrefix: 'gate.', fileName });
  if (flags.quick) reader.refuse('--quick', QUICK, 'leave it out; --budget limits how long a gate takes');
  if (flags.resume !== undefined)
    reader.refuse('--resume', ONE_JOB, 'measure it anew; --budget limits how long it takes');
  const base = readBase(reader, { positionals: input.positionals, namesTargets: flags.targets !== undefined });
  if (base !== null && flags.baseline !== undefined) {
    reader.refuse('--baseline', 'cannot be given together with --base, which is the baseline', 'give one of the two');
  }
  const baseline = base === null ? reader.read('baseline', anyText, null) : null;
  const against = base === null ? reader.read('against', anyText, null) : null;
  if (base !== null && flags.against !== undefined) {
    reader.refuse(
      '--against',
      'cannot be given together with --base, which measures the old state anew',
      'give one of the two',
    );
  }
  if (base !== null) refuseBesideBase(reader);
  const own = {
    against,
    thresholds: readThresholds(reader, gate.thresholds),
    policy: {
      onInconclusive: reader.read('onInconclusive', choice(GATE_REACTIONS), GATE_DEFAULTS.onInconclusive),
      onInvalid: reader.read('onInvalid', choice(GATE_REACTIONS), GATE_DEFAULTS.onInvalid),
      confirmRegression: reader.given('confirm') === null || reader.isOn('confirm'),
    },
    looks: reader.read('looks', lookCounts, GATE_DEFAULTS.looks),
    budgetMs: reader.read('budget', duration, null),
  };
  const { run, problems } = resolveRunOf(base === null ? input : besideBase(input, base), baseline);
  const targets = run === null ? [] : base === null ? takingPart(reader, input, run) : run.targets;
  const all = [...reader.problems, ...problems];
  if (run === null || all.length > 0) throw new ConfigError(all);
  const margins = { ...run.margins, ...marginsOf(own.thresholds) };
  const ofBase = base === null ? null : { ...base, start: filledStart(base.start, targets), rebuild: run.rebuild };
  return {
    ...own,
    base: ofBase,
    run: { ...run, targets, margins, launches: own.looks.at(-1) ?? run.launches, stopping: null },
  };
}

/** What names the servers of other runs: the two of this gate are made by itself, and base is its baseline. */
const OF_OTHER_TARGETS = ['targets', 'baseline', 'cwd'] as const;

/** Base and head run the same command; where each lies is known once they are checked out. */
function besideBase(input: GateInput, { start }: Pick<BaseRequest, 'start'>): GateInput {
  const command = [...assignments(start.env), start.command].join(' ');
  return {
    ...input,
    flags: without(input.flags, OF_OTHER_TARGETS),
    file: input.file === null ? null : without(input.file, OF_OTHER_TARGETS),
    env: without(input.env, OF_OTHER_TARGETS.map(environmentName)),
    positionals: [`base=${command}`, `head=${command}`],
    startsAlike: true,
  };
}

/** With the values of parameters in it, which are the same for both. */
function filledStart({ command, env }: BaseRequest['start'], [side]: readonly TargetRequest[]): BaseRequest['start'] {
  const values = side?.scan?.values ?? {};
  const filled = Object.entries(env).map(([name, text]) => [name, fillPlaces(text, values)] as const);
  return { command: fillPlaces(command, values), env: Object.fromEntries(filled) };
}

const ONE_JOB = 'is for perfcmp run: a gate judges what one job has measured in one go';
const QUICK = 'is a rough look at two launches, by which nothing may pass or fail';

/** What a gate settles by itself must not come from what the file or the environment say of `run`. */
const SETTLED = ['quick', 'launches', 'preset', 'resolve', 'budget', 'margin', 'margins'] as const;

/** Nor may anybody be spared the judgement but who asks on the command line: a job with it in its environment would pass for ever. */
const SETTLED_ELSEWHERE = [...SETTLED, 'dryRun'] as const;

function resolveRunOf(
  input: GateInput,
  baseline: string | null,
): { readonly run: RunConfig | null; readonly problems: readonly Problem[] } {
  try {
    return { run: resolveRun(runInputOf(input, baseline)), problems: [] };
  } catch (error) {
    if (error instanceof ConfigError) return { run: null, problems: error.problems };
    throw error;
  }
}

/** What a gate tells its run, of all that it is told itself. */
export function runInputOf(input: GateInput, baseline: string | null): RunInput {
  const { positionals, flags, file, fileName, env, startsAlike = false } = input;
  const { gate: _gate, ...ofRun } = file ?? {};
  return {
    ...{ positionals, startsAlike },
    flags: { ...without(flags, SETTLED), ...(baseline === null ? {} : { baseline }) },
    file: without(ofRun, SETTLED),
    fileName,
    env: without(env, SETTLED_ELSEWHERE.map(environmentName)),
  };
}

/** The baseline and the candidates; without a list of candidates everybody else is one. */
function takingPart(reader: OptionReader, input: GateInput, run: RunConfig): readonly TargetRequest[] {
  const isNamed =
    input.positionals.length > 0 || input.flags.targets !== undefined || input.file?.targets !== undefined;
  if (!isNamed || run.targets.length < 2) {
    reader.refuse('targets', 'a gate needs a baseline and a candidate', "perfcmp gate 'node old.js' 'node new.js'");
    return run.targets;
  }
  const candidates = input.file?.gate?.candidates?.map(shownText);
  if (candidates === undefined || input.positionals.length > 0) return run.targets;
  const baseline = run.baseline ?? requestName(run.targets[0]!);
  const names = run.targets.map(requestName);
  for (const name of candidates.filter((one) => !names.includes(one))) {
    reader.refuse(reader.fileName('candidates'), `"${name}" is no target`, `choose from ${names.join(', ')}`);
  }
  return run.targets.filter((target) => [baseline, ...candidates].includes(requestName(target)));
}

/** What comparisons call too small to matter is what the gate allows; of several rules the strictest. */
function marginsOf(thresholds: readonly GateThreshold[]): RunConfig['margins'] {
  const margins: Partial<Record<GateThreshold['metric'], number>> = {};
  for (const { metric, limit } of thresholds) {
    if (limit.kind === 'regression') margins[metric] = Math.min(limit.margin, margins[metric] ?? 1);
  }
  return margins;
}

/** `6,9,12`. */
const lookCounts: Parser<readonly number[]> = (text) => {
  const counts = text.split(',').map(Number);
  const isAscending = counts.every((count, place) => Number.isInteger(count) && count > (counts[place - 1] ?? 0));
  const [first = 0] = counts;
  const last = counts.at(-1) ?? 0;
  if (isAscending && first >= LEAST_GATE_LAUNCHES && last <= MOST_LAUNCHES && counts.length <= MOST_LOOKS)
    return accept(counts);
  const message = `must be up to ${MOST_LOOKS} numbers of launches, ascending, from ${LEAST_GATE_LAUNCHES} on, got "${text}"`;
  return reject(message, 'write it like 6,9,12, or 8 for a single look; fewer launches prove nothing');
};
