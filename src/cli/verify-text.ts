import type { ContractFinding, ContractResult, VerifyOutcome } from '../model/contract.js';
import { wrapText } from '../report/wrap.js';
import { plural } from '../units/words.js';

/** What one target came to, as text: a line of totals, what was left out, then every rule that was broken. */
export function renderOutcome(outcome: VerifyOutcome, width: number): string {
  if (outcome.kind === 'not-verified') {
    const [first = '', ...others] = wrapText('', `${outcome.target}: not verified: ${outcome.reason}`, width - 2);
    return `${[first, ...others.map((line) => `  ${line}`)].join('\n')}\n`;
  }
  const rules = byRule(outcome.findings);
  const notes = outcome.notes.map((note) => `\n  ${note}`).join('');
  return `${[`${totalsOf(outcome, rules)}${notes}`, ...rules.map(renderRule)].join('\n\n')}\n`;
}

/** How many of several targets keep the contract. */
export function renderTotals(outcomes: readonly VerifyOutcome[]): string {
  const verified = outcomes.filter(({ kind }) => kind === 'verified');
  const broken = verified.filter(isBroken);
  const kept = verified.length - broken.length;
  const counts = [
    kept > 0 ? `${kept} ${kept === 1 ? 'keeps' : 'keep'} the contract` : null,
    broken.length > 0 ? `${broken.length} ${broken.length === 1 ? 'breaks' : 'break'} it` : null,
    verified.length < outcomes.length ? `${outcomes.length - verified.length} not verified` : null,
  ];
  return `${plural(outcomes.length, 'target')}: ${counts.filter((count) => count !== null).join(', ')}\n`;
}

/** Whether a target deviates in a way that must keep it from being ranked. */
export function isBroken(outcome: VerifyOutcome): boolean {
  return outcome.kind === 'verified' && outcome.findings.some(({ level }) => level === 'fail');
}

function totalsOf({ target, checks, endpoints, seed }: ContractResult, rules: readonly BrokenRule[]): string {
  const failed = rules.filter(([{ level }]) => level === 'fail').length;
  const warned = rules.length - failed;
  const outcome = failed > 0 ? `${failed} broken` : 'all kept';
  const warnings = warned === 0 ? '' : `, ${plural(warned, 'warning')}`;
  const asked = `${plural(checks, 'rule')} on ${plural(endpoints.length, 'endpoint')}`;
  return `${target}: ${asked}, ${outcome}${warnings}, seed ${seed}`;
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
