import { styleText } from 'node:util';
import { yesOrNo } from '../config/parsers.js';
import { ConfigError, EXIT, PerfcmpError, TargetError } from '../errors.js';
import { printable, printableLog } from '../units/words.js';
import type { Terminal } from './terminal.js';

/** How an error is shown. */
export interface ErrorStyle {
  readonly color: boolean;
  /** With the stack, and those of its causes. */
  readonly debug: boolean;
}

/** What is said on stderr about an error: a line with its hint, a line a problem for a configuration. */
export function renderError(error: unknown, style: ErrorStyle): string {
  const lines = error instanceof PerfcmpError ? expectedError(error, style) : unexpectedError(error, style);
  if (style.debug) lines.push(...stackOf(error));
  return `${lines.join('\n')}\n`;
}

/** Whether the stacks of errors are wanted: by the flag, or its variable where that makes sense. */
export function asksForDebug({ argv, env }: Pick<Terminal, 'argv' | 'env'>): boolean {
  const inVariable = yesOrNo(env.PERFCMP_DEBUG ?? 'no');
  return argv.includes('--debug') || (inVariable.ok && inVariable.value);
}

/** The exit code that an error stands for; an error nobody foresaw is our bug. */
export function exitCodeOf(error: unknown): number {
  return error instanceof PerfcmpError ? error.exitCode : EXIT.internal;
}

function expectedError(error: PerfcmpError, style: ErrorStyle): string[] {
  if (error instanceof ConfigError) {
    return error.problems.map(({ where, message, hint }) => {
      const advice = hint === undefined ? '' : `  ${painted('dim', `(${hint})`, style)}`;
      return `${painted('red', 'error:', style)} ${where}: ${oneLine(message)}${advice}`;
    });
  }
  const lines = [`${painted('red', 'error:', style)} ${oneLine(error.message)}`];
  if (error.hint !== null) lines.push(`hint: ${error.hint}`);
  if (error instanceof TargetError && error.logTail.length > 0) {
    lines.push(`last output of ${error.target}:`, ...error.logTail.map((line) => `  ${printableLog(line)}`));
  }
  return lines;
}

function unexpectedError(error: unknown, style: ErrorStyle): string[] {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const lines = [`${painted('red', 'error:', style)} unexpected, and a bug of perfcmp: ${oneLine(message)}`];
  if (!style.debug) lines.push('hint: --debug shows the stack');
  return lines;
}

function stackOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = (error.stack ?? '').split('\n');
  return error.cause === undefined ? own : [...own, 'caused by:', ...stackOf(error.cause)];
}

function oneLine(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, ' '));
}

/** By node itself: every start would wait for a package that only errors need. */
function painted(format: 'red' | 'dim', text: string, { color }: ErrorStyle): string {
  return color ? styleText(format, text, { validateStream: false }) : text;
}
