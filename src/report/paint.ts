import { Chalk } from 'chalk';
import type { Tone } from './verdict.js';

/** Colours a text by what it may say. */
export type Paint = (text: string, tone: Tone) => string;

/** Colours, or with none the text as it is. */
export function painter(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const styles = {
    good: chalk.green,
    bad: chalk.red,
    alarm: chalk.redBright,
    warn: chalk.yellow,
    faint: chalk.dim,
    plain: (text: string) => text,
  };
  return (text, tone) => styles[tone](text);
}
