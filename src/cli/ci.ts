import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { yesOrNo } from '../config/parsers.js';
import { EXIT } from '../errors.js';
import type { Comparison } from '../model/comparison.js';
import type { OutputConfig, OutputFile } from '../model/config.js';
import type { Report } from '../model/report.js';
import { print } from './streams.js';
import { DEFAULT_WIDTH, type Terminal } from './terminal.js';

/** What a step of a workflow is told besides its report. */
interface Told {
  readonly report: Report;
  readonly output: OutputConfig;
  readonly exitCode: number;
  readonly storedAs: string | null;
}

/** What of a report its outputs are made of. */
interface Found {
  readonly compared: readonly Comparison[];
  /** Codes of what the status of a gate must not be told without. */
  readonly doubts: readonly string[];
}

/** Tells GitHub Actions of a comparison: summary, outputs, annotations. What cannot be told costs a warning, never the result. */
export async function tellCi(terminal: Terminal, told: Told): Promise<void> {
  const { command } = told.report.run;
  if (!isGithub(terminal.env) || told.output.ci === false || (command !== 'run' && command !== 'gate')) return;
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: outputs } = terminal.env;
  const { renderReport } = await import('../report/render.js');
  const { annotationLine, annotationsOf } = await import('../report/github-annotations.js');
  const look = { width: DEFAULT_WIDTH, color: false, unicode: true, latency: false, storedAs: told.storedAs };
  await append(terminal, summary, () => renderReport(told.report, 'github-summary', look));
  const { mainComparisons } = await import('../report/headline.js');
  const { doubtsOf } = await import('../report/gate.js');
  await append(terminal, outputs, () => {
    const { gate } = told.report;
    const found: Found = { compared: mainComparisons(told.report), doubts: gate === null ? [] : doubtsOf(gate) };
    return outputLines(stepOutputs(terminal, told, found));
  });
  // A document on stdout must stay one; the runner reads both streams.
  const stream = told.output.format === 'text' ? terminal.stdout : terminal.stderr;
  for (const annotation of annotationsOf(told.report)) await print(stream, annotationLine(annotation));
}

/** Tells GitHub Actions of an error that left no report. */
export async function tellCiOfError(terminal: Terminal, message: string, exitCode: number): Promise<void> {
  const [command] = terminal.argv;
  const isMeasuring = command === 'run' || command === 'gate';
  if (!isGithub(terminal.env) || !isMeasuring || isTurnedOff(terminal)) return;
  const { annotationLine } = await import('../report/github-annotations.js');
  const status = statusOf(exitCode, null);
  await append(terminal, terminal.env.GITHUB_OUTPUT, () => outputLines({ status, 'exit-code': `${exitCode}` }));
  await print(terminal.stderr, annotationLine({ level: 'error', title: `perfcmp ${command}`, message }));
}

/** What the environment or the command line says, as there may be no configuration yet. */
function isTurnedOff({ argv, env }: Terminal): boolean {
  const asked = yesOrNo(env.PERFCMP_CI ?? 'yes');
  return argv.includes('--no-ci') || (asked.ok && !asked.value);
}

function isGithub(env: NodeJS.ProcessEnv): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

function stepOutputs(
  terminal: Terminal,
  { report, output, exitCode }: Told,
  { compared, doubts }: Found,
): Record<string, string> {
  return {
    status: statusOf(exitCode, report),
    doubts: doubts.join(','),
    'worst-ratio': worstRatio(report, compared),
    report: reportPath(terminal, output.files),
    'exit-code': `${exitCode}`,
  };
}

function statusOf(exitCode: number, report: Report | null): string {
  if (exitCode === EXIT.sigint || exitCode === EXIT.sigterm) return 'interrupted';
  if (exitCode === EXIT.target || exitCode === EXIT.usage || exitCode === EXIT.internal) return 'error';
  if (report !== null && report.gate !== null) return report.gate.status;
  return exitCode === EXIT.ok ? 'pass' : 'invalid';
}

/** Of what a gate judged, or of what a run compared; empty where nothing was. */
function worstRatio({ gate }: Report, compared: readonly Comparison[]): string {
  const judged =
    gate === null
      ? compared.flatMap(({ verdict, ratio }) => (verdict === 'invalid' ? [] : [ratio]))
      : gate.results.flatMap(({ baseline, estimate, status }) =>
          baseline === null || status === 'invalid' ? [] : [estimate],
        );
  const ratios = judged.flatMap(({ value }) => value ?? []);
  return ratios.length === 0 ? '' : `${Number(Math.min(...ratios).toPrecision(4))}`;
}

/** The JSON document, else the first file there is, as later steps find it; empty where there is none. */
function reportPath({ cwd, env }: Terminal, files: readonly OutputFile[]): string {
  const file = files.find(({ format }) => format === 'json') ?? files[0];
  if (file === undefined) return '';
  const path = resolve(cwd, file.path);
  const within = relative(env.GITHUB_WORKSPACE || cwd, path);
  return within.startsWith('..') || isAbsolute(within) ? path : within;
}

/** In the form for values of several lines, behind a word that no value can hold. */
function outputLines(values: Readonly<Record<string, string>>): string {
  const end = `end-${randomUUID()}`;
  return Object.entries(values)
    .map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`)
    .join('');
}

async function append(terminal: Terminal, path: string | undefined, text: () => string): Promise<void> {
  if (path === undefined || path === '') return;
  try {
    appendFileSync(path, text());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await print(terminal.stderr, `warning: GitHub was not told: ${reason}`);
  }
}
