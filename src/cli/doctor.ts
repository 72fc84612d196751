import type { TargetFlags } from '../config/flags.js';
import { EXIT } from '../errors.js';
import type { Diagnosis, Finding, FindingLevel } from '../model/doctor.js';
import { wrapText } from '../report/wrap.js';
import { plural } from '../units/words.js';
import { readPlainFormat } from './format-option.js';
import { withSession } from './measure.js';
import { print } from './streams.js';
import { targetOptions } from './target-options.js';
import { type Terminal, widthOf } from './terminal.js';

/** The options of `doctor` as typed. */
export interface DoctorFlags extends TargetFlags {
  readonly format?: string;
}

/** `perfcmp doctor`: is this machine fit to measure; exit code 1 where something cannot be measured at all. */
export async function doctorCommand(flags: DoctorFlags, terminal: Terminal): Promise<number> {
  const format = readPlainFormat(flags.format);
  const { targetsDirs } = await targetOptions('doctor', flags, terminal);
  const { examineMachine } = await import('../session/doctor.js');
  const { result, interruptCode } = await withSession(terminal, { quiet: true, stop: null }, ({ cwd, signal }) => {
    if (terminal.stderr.isTTY) terminal.stderr.write('looking at this machine for a few seconds\n');
    return examineMachine({ cwd, env: terminal.env, signal, targetsDirs });
  });
  const width = widthOf(terminal.stdout);
  await print(terminal.stdout, format === 'json' ? JSON.stringify(result, null, 2) : renderDiagnosis(result, width));
  return interruptCode ?? (result.isFit ? EXIT.ok : EXIT.no);
}

/** The findings in the order in which they were made, what costs something with what to do about it. */
export function renderDiagnosis({ findings, isFit }: Diagnosis, width: number): string {
  const topicWidth = Math.max(...findings.map(({ topic }) => topic.length));
  const lines = findings.flatMap((finding) => findingLines(finding, topicWidth, width));
  return `${[...wrapText('', verdictText(findings, isFit), width), '', ...lines].join('\n')}\n`;
}

function findingLines({ level, topic, found, cost, mend }: Finding, topicWidth: number, width: number): string[] {
  const lead = ` ${MARKS[level]}  ${topic.padEnd(topicWidth)}  `;
  const hang = ' '.repeat(lead.length);
  return [
    ...wrapText(lead, found, width),
    ...(cost === null ? [] : wrapText(`${hang}costs: `, cost, width)),
    ...(mend === null ? [] : wrapText(`${hang}mend:  `, mend, width)),
  ];
}

function verdictText(findings: readonly Finding[], isFit: boolean): string {
  const count = (level: FindingLevel): number => findings.filter((finding) => finding.level === level).length;
  const counts = [
    ...(count('bad') > 0 ? [`${count('bad')} bad`] : []),
    ...(count('warn') > 0 ? [plural(count('warn'), 'warning')] : []),
    ...(count('note') > 0 ? [plural(count('note'), 'note')] : []),
    `${count('ok')} ok`,
  ];
  return `perfcmp doctor: ${isFit ? 'fit to measure' : 'not fit to measure'}, ${counts.join(', ')}`;
}

const MARKS = { ok: 'ok  ', note: 'note', warn: 'warn', bad: 'BAD ' } satisfies Record<FindingLevel, string>;
