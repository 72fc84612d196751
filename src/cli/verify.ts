import { RUN_DEFAULTS } from '../config/defaults.js';
import type { TargetFlags } from '../config/flags.js';
import { accept, wholeNumber, workerCount } from '../config/parsers.js';
import { parseTargetRequest } from '../config/target-request.js';
import { ConfigError, EXIT, type Problem } from '../errors.js';
import type { TargetRequest } from '../model/config.js';
import type { VerifyOutcome } from '../model/contract.js';
import type { WorkerCount } from '../model/target.js';
import { readPlainFormat } from './format-option.js';
import { withSession } from './measure.js';
import { print } from './streams.js';
import { targetOptions } from './target-options.js';
import { type Terminal, widthOf } from './terminal.js';
import { isBroken, renderOutcome, renderTotals } from './verify-text.js';

/** The options of `verify` as typed. */
export interface VerifyFlags extends TargetFlags {
  readonly format?: string;
  readonly workers?: string;
  readonly seed?: string;
  readonly quiet?: boolean;
}

/** `perfcmp verify`: checks targets against the endpoint contract; a broken rule is exit code 1. */
export async function verifyCommand(
  targets: readonly string[],
  flags: VerifyFlags,
  terminal: Terminal,
): Promise<number> {
  const format = readPlainFormat(flags.format);
  const requests = readTargets(targets);
  const options = {
    ...(await targetOptions('verify', flags, terminal)),
    workers: readWorkers(flags.workers),
    seed: readSeed(flags.seed),
  };
  const { verifyTargets } = await import('../session/verify.js');
  const isAlone = requests.length === 1;
  let isFirst = true;
  const onOutcome = async (outcome: VerifyOutcome) => {
    if (format === 'text')
      await print(terminal.stdout, `${isFirst ? '' : '\n'}${renderOutcome(outcome, widthOf(terminal.stdout))}`);
    isFirst = false;
  };
  const { result, interruptCode } = await withSession(terminal, { quiet: flags.quiet === true, stop: null }, (io) =>
    verifyTargets(requests, io, { ...options, onOutcome }),
  );
  if (format === 'json') await print(terminal.stdout, JSON.stringify(result, null, 2));
  else if (!isAlone || result.length > 1) await print(terminal.stdout, `\n${renderTotals(result)}`);
  return interruptCode ?? exitCodeOf(result);
}

/** What should have run and did not outranks what ran and deviates. */
function exitCodeOf(outcomes: readonly VerifyOutcome[]): number {
  if (outcomes.some((outcome) => outcome.kind === 'not-verified' && outcome.isFailure)) return EXIT.target;
  return outcomes.some(isBroken) ? EXIT.no : EXIT.ok;
}

function readTargets(targets: readonly string[]): readonly TargetRequest[] {
  const problems: Problem[] = [];
  const requests = targets.flatMap((target) => {
    const request = parseTargetRequest(target);
    if (request.ok) return [request.value];
    problems.push({ where: `target "${target}"`, message: request.message, hint: request.hint });
    return [];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return requests;
}

function readSeed(text: string | undefined): number | null {
  const parsed = text === undefined ? accept(null) : wholeNumber(0, 0xffff_ffff)(text);
  if (parsed.ok) return parsed.value;
  throw new ConfigError([{ where: '--seed', message: parsed.message, hint: parsed.hint }]);
}

function readWorkers(text: string | undefined): WorkerCount {
  const parsed = text === undefined ? accept(RUN_DEFAULTS.workers) : workerCount(text);
  if (parsed.ok) return parsed.value;
  throw new ConfigError([{ where: '--workers', message: parsed.message, hint: parsed.hint }]);
}
