import { RUN_DEFAULTS } from '../config/defaults.js';
import { accept, workerCount } from '../config/parsers.js';
import { parseTargetRequest } from '../config/target-request.js';
import type { TargetFlags } from '../config/types.js';
import { ConfigError, EXIT } from '../errors.js';
import type { ContractFinding, ContractResult } from '../model/contract.js';
import type { WorkerCount } from '../model/target.js';
import { plural } from '../units/words.js';
import { readPlainFormat } from './format-option.js';
import { withSession } from './measure.js';
import { print } from './streams.js';
import { targetOptions } from './target-options.js';
import type { Terminal } from './terminal.js';

/** The options of `verify` as typed. */
export interface VerifyFlags extends TargetFlags {
  readonly format?: string;
  readonly workers?: string;
  readonly quiet?: boolean;
}

/** `perfcmp verify`: checks a target against the endpoint contract; a failed check is exit code 1. */
export async function verifyCommand(target: string, flags: VerifyFlags, terminal: Terminal): Promise<number> {
  const format = readPlainFormat(flags.format);
  const options = await targetOptions(flags, terminal);
  const request = parseTargetRequest(target);
  if (!request.ok) {
    throw new ConfigError([{ where: `target "${target}"`, message: request.message, hint: request.hint }]);
  }
  const workers = readWorkers(flags.workers);
  const { verifyTarget } = await import('../session/verify.js');
  const { result, interruptCode } = await withSession(terminal, { quiet: flags.quiet === true, stop: null }, (io) =>
    verifyTarget(request.value, io, { ...options, workers }),
  );
  await print(terminal.stdout, format === 'json' ? JSON.stringify(result, null, 2) : renderContract(result));
  return interruptCode ?? (result.findings.some(({ level }) => level === 'fail') ? EXIT.no : EXIT.ok);
}

function readWorkers(text: string | undefined): WorkerCount {
  const parsed = text === undefined ? accept(RUN_DEFAULTS.workers) : workerCount(text);
  if (parsed.ok) return parsed.value;
  throw new ConfigError([{ where: '--workers', message: parsed.message, hint: parsed.hint }]);
}

/** The outcome of `verify` as text: a line of totals, then every rule that was broken. */
export function renderContract(result: ContractResult): string {
  const rules = byRule(result.findings);
  const failed = rules.filter(([{ level }]) => level === 'fail').length;
  const warned = rules.length - failed;
  const outcome = failed > 0 ? `${failed} failed` : 'all passed';
  const warnings = warned === 0 ? '' : `, ${plural(warned, 'warning')}`;
  const { target, checks, endpoints } = result;
  const total = `${target}: ${plural(checks, 'check')} on ${plural(endpoints.length, 'endpoint')}, ${outcome}${warnings}`;
  return `${[total, ...rules.map(renderRule)].join('\n\n')}\n`;
}

type BrokenRule = readonly [ContractFinding, ...ContractFinding[]];

/** A rule that asks fifteen times is broken once, in the order of the findings. */
function byRule(findings: readonly ContractFinding[]): BrokenRule[] {
  const rules = new Map<string, [ContractFinding, ...ContractFinding[]]>();
  for (const finding of findings) {
    const key = `${finding.level} ${finding.endpoint} ${finding.rule}`;
    const rule = rules.get(key);
    if (rule === undefined) rules.set(key, [finding]);
    else rule.push(finding);
  }
  return [...rules.values()];
}

function renderRule([finding, ...others]: BrokenRule): string {
  const { level, endpoint, rule, sent, expected, got } = finding;
  return [
    `${level.toUpperCase()}  ${endpoint}: ${rule}`,
    `      sent      ${sent}`,
    `      expected  ${expected}`,
    `      got       ${got}`,
    ...(others.length === 0
      ? []
      : [`      and ${plural(others.length, 'more answer')} like it (--format json shows all)`]),
  ].join('\n');
}
