import { Chalk } from 'chalk';
import { ConfigError, EXIT, PerfcmpError, TargetError } from '../errors.js';
import { printable, printableLog } from '../units/words.js';

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

/** The exit code that an error stands for; an error nobody foresaw is our bug. */
export function exitCodeOf(error: unknown): number {
  return error instanceof PerfcmpError ? error.exitCode : EXIT.internal;
}

function expectedError(error: PerfcmpError, style: ErrorStyle): string[] {
  const paint = painter(style);
  if (error instanceof ConfigError) {
    return error.problems.map(({ where, message, hint }) => {
      const advice = hint === undefined ? '' : `  ${paint.dim(`(${hint})`)}`;
      return `${paint.red('error:')} ${where}: ${oneLine(message)}${advice}`;
    });
  }
  const lines = [`${paint.red('error:')} ${oneLine(error.message)}`];
  if (error.hint !== null) lines.push(`hint: ${error.hint}`);
  if (error instanceof TargetError && error.logTail.length > 0) {
    lines.push(`last output of ${error.target}:`, ...error.logTail.map((line) => `  ${printableLog(line)}`));
  }
  return lines;
}

function unexpectedError(error: unknown, style: ErrorStyle): string[] {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const lines = [`${painter(style).red('error:')} unexpected, and a bug of perfcmp: ${oneLine(message)}`];
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

function painter(style: ErrorStyle): InstanceType<typeof Chalk> {
  return new Chalk({ level: style.color ? 1 : 0 });
}
