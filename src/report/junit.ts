import type { Report, ReportTarget } from '../model/report.js';
import { sectionName } from './cell-name.js';
import { findingsOf, type Outcome } from './findings.js';
import { gateWords } from './gate.js';
import { thresholdWords } from './threshold-lines.js';

/** A test as JUnit's readers show it; names hold no numbers, so that histories match. */
interface TestCase {
  readonly suite: string;
  readonly className: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** What it is about. */
  readonly type: 'target' | 'regression' | 'limit';
  /** Stands for itself, without the names above. */
  readonly message: string;
}

/**
 * JUnit XML, the part of it that Jenkins, GitLab, GitHub's reporters, Azure, CircleCI and Bitbucket read alike: a suite
 * for each scenario, a case for each check or comparison, and one for each target. Unless the run was interrupted, failures
 * and errors are there exactly where the exit code says so.
 */
export function renderJunit(report: Report): string {
  const told = [...report.targets.map((target) => targetCase(report, target)), ...askedCases(report)];
  const cases = [...told, ...untoldFailure(report, told)];
  const seconds = report.run.seconds / Math.max(1, cases.length);
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  const body = suites.map((suite) =>
    suiteOf(
      report,
      cases.filter((one) => one.suite === suite),
      seconds,
    ),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="perfcmp" ${countsOf(cases)} time="${report.run.seconds.toFixed(3)}">`,
    ...body,
    '</testsuites>',
    '',
  ].join('\n');
}

function targetCase(report: Report, { name, failure }: ReportTarget): TestCase {
  const spoiler = failure ?? (report.targets.length === 1 ? spoilerOf(report) : null);
  return {
    suite: 'targets',
    className: `perfcmp.${classPart(name)}`,
    name: 'can be measured',
    outcome: spoiler === null ? 'pass' : 'error',
    type: 'target',
    message: spoiler ?? '',
  };
}

/** What a target alone ends with, as it has no verdict that could say so. */
function spoilerOf({ run, measurements, warnings }: Report): string | null {
  if (run.command !== 'load') return warnings.find(({ level }) => level === 'invalid')?.message ?? null;
  const grave = warnings.find(({ code }) => code === 'thread-crashed' || code === 'error-limit');
  if (grave !== undefined) return grave.message;
  return measurements[0]?.requests.ok === 0 ? 'no request was answered as expected' : null;
}

/** What ends a gate though nothing above fails: a target that died when a loss was shown again, and none that failed before. */
function untoldFailure(report: Report, told: readonly TestCase[]): TestCase[] {
  const { gate, run } = report;
  const isTold = told.some(({ outcome }) => outcome === 'fail' || outcome === 'error');
  if (gate === null || gate.exitCode === 0 || run.interrupted !== null || isTold) return [];
  return [
    {
      suite: 'targets',
      className: 'perfcmp.gate',
      name: 'can be judged',
      outcome: 'error',
      type: 'target',
      message: gateWords(report, gate),
    },
  ];
}

function askedCases(report: Report): TestCase[] {
  const findings = findingsOf(report).map((finding): TestCase => {
    const suite = sectionName(report, finding);
    return {
      suite,
      className: `perfcmp.${classPart(suite)}.${classPart(finding.target)}`,
      name: finding.baseline === null ? `${finding.metric} limit` : `${finding.metric} vs ${finding.baseline}`,
      outcome: finding.outcome,
      type: finding.baseline === null ? 'limit' : 'regression',
      message: `${finding.verdict}: ${finding.message}`,
    };
  });
  return [...findings, ...thresholdCases(report)];
}

function thresholdCases({ thresholds = [], measurements: [measurement] }: Report): TestCase[] {
  if (measurement === undefined) return [];
  const suite = measurement.scenario;
  return thresholds.map((threshold) => ({
    suite,
    className: `perfcmp.${classPart(suite)}`,
    name: threshold.text,
    outcome: threshold.passed ? 'pass' : 'fail',
    type: 'limit',
    message: thresholdWords(threshold, measurement.requests.measured),
  }));
}

function suiteOf(report: Report, cases: readonly TestCase[], seconds: number): string {
  const { run, plan, environment } = report;
  const facts = { id: run.id, seed: run.seed, launches: plan.launchesDone, fingerprint: environment?.fingerprint };
  const attributes = [
    `name="${escaped(cases[0]?.suite ?? '')}"`,
    countsOf(cases),
    `time="${(seconds * cases.length).toFixed(3)}"`,
    // Without a zone, as in the schema of Ant that Jenkins began with; it is UTC.
    `timestamp="${escaped(run.startedAt.replace(/(\.\d+)?Z$/, ''))}"`,
    'hostname="localhost"',
  ];
  return [
    `  <testsuite ${attributes.join(' ')}>`,
    '    <properties>',
    ...Object.entries(facts).map(
      ([name, value]) => `      <property name="${name}" value="${escaped(`${value ?? ''}`)}"/>`,
    ),
    '    </properties>',
    ...cases.map((one) => caseOf(one, seconds)),
    '  </testsuite>',
  ].join('\n');
}

function caseOf({ className, name, outcome, type, message }: TestCase, seconds: number): string {
  const open = `    <testcase classname="${escaped(className)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  const text = escaped(message);
  if (outcome === 'pass') {
    return message === '' ? `${open}/>` : `${open}>\n      <system-out>${text}</system-out>\n    </testcase>`;
  }
  return `${open}>\n      ${RESULTS[outcome](text, type)}\n    </testcase>`;
}

const RESULTS = {
  fail: (text, type) => `<failure type="${type}" message="${text}">${text}</failure>`,
  error: (text, type) => `<error type="${type === 'target' ? type : 'invalid'}" message="${text}">${text}</error>`,
  warn: (text) => `<skipped message="warning: ${text}"/>`,
  skip: (text) => `<skipped message="${text}"/>`,
} satisfies Record<Exclude<Outcome, 'pass'>, (text: string, type: string) => string>;

function countsOf(cases: readonly TestCase[]): string {
  const count = (...outcomes: readonly Outcome[]): number =>
    cases.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return `tests="${cases.length}" failures="${count('fail')}" errors="${count('error')}" skipped="${count('warn', 'skip')}"`;
}

/** Readers take everything before the last dot for a package. */
function classPart(text: string): string {
  return text.replaceAll('.', '_');
}

// XML 1.0 has no place for most control characters, escaped or not, nor for halves of surrogate pairs.
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?')
    .replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? `&#${character.charCodeAt(0)};`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
