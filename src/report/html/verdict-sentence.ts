import type { Comparison } from '../../model/comparison.js';
import type { Report } from '../../model/report.js';
import { isRoughReport } from '../../model/rough.js';
import { plural } from '../../units/words.js';
import { gateWords } from '../gate.js';
import { headlineOf, mainComparisons } from '../headline.js';
import { searchAnswer } from '../search-facts.js';
import { formatRatio, toldVerdict, verdictWithRatio } from '../verdict.js';
import { listed } from './figure-context.js';

/** So many verdicts fit into a sentence; of more it gives the count. */
const MOST_TOLD = 3;

/** What a report comes to, in one sentence. */
export function verdictSentence(report: Report): string {
  const { gate, search, targets } = report;
  if (gate !== null) return `gate: ${gateWords(report, gate)}`;
  if (search !== null) {
    const [answer = 'nothing was found'] = searchAnswer(report);
    return [...(search.objectives.length === 0 ? [] : [search.objectives.join(' and ')]), answer].join(': ');
  }
  if (report.run.command === 'import') return headlineOf(report).text;
  if (report.run.command === 'load' || targets.some(({ failure }) => failure !== null)) return headlineOf(report).text;
  return comparisonSentence(report);
}

function comparisonSentence(report: Report): string {
  const compared = mainComparisons(report).filter(({ ratio }) => ratio.value !== null);
  const [first] = compared;
  if (first === undefined) return headlineOf(report).text;
  const scenarios = [...new Set(compared.map(({ scenario }) => scenario))];
  if (scenarios.length === 1 && compared.length <= MOST_TOLD) {
    return `Against ${first.baseline}: ${listed(compared.map((one) => verdictOf(report, one, compared)))}`;
  }
  const { overall = [] } = report;
  const isShort = overall.length > 0 && overall.length <= MOST_TOLD;
  if (!isShort || overall.some(({ ratio }) => ratio.value === null)) return headlineOf(report).text;
  const ratios = overall.map(({ target, ratio }) => `${target} ${formatRatio(ratio)}`);
  const counted = headlineOf(report).text.replace(/, against [^,]*$/, '');
  return `Against ${first.baseline} over ${plural(scenarios.length, 'scenario')}: ${listed(ratios)}; single verdicts: ${counted}`;
}

/** Under a load that is named where the same target has a verdict under another. */
function verdictOf(report: Report, comparison: Comparison, all: readonly Comparison[]): string {
  const { target, profile, ratio, verdict } = comparison;
  const isOnly = all.filter((one) => one.target === target).length === 1;
  const name = isOnly ? target : `${target} under ${profile}`;
  const words = toldVerdict(comparison, isRoughReport(report));
  return `${name} ${verdict === 'invalid' ? words : verdictWithRatio(words, formatRatio(ratio))}`;
}
