import { type AnswerCheck, type Expectation, SUCCESS_STATUSES } from '../model/scenario.js';
import { bodySize, headerCheck, jsonCheck, textCheck } from './check-parsers.js';
import type { OptionReader } from './option-reader.js';
import { accept, statusRanges } from './parsers.js';

const EXPECT_OPTIONS = [
  'expectStatus',
  'expectHeader',
  'expectBody',
  'expectContains',
  'expectJson',
  'expectSize',
] as const;

/** Whether checks that are typed take the place of those of the file's scenario; beside them in the file they are refused. */
export function areChecksReplaced(reader: OptionReader, scenarioExpect: string): boolean {
  for (const name of EXPECT_OPTIONS) {
    const given = reader.given(name);
    if (given?.source !== 'file') continue;
    reader.refuse(given.where, `cannot be given together with ${scenarioExpect}`, 'give one of the two');
  }
  return reader.rankOf(...EXPECT_OPTIONS) < reader.rankOf('scenario');
}

/** Reads the `--expect-*` options: what makes an answer count as `ok`. */
export function readExpectation(reader: OptionReader): Expectation {
  const body = reader.read('expectBody', (text) => accept(text), null);
  const size = reader.read('expectSize', bodySize, null);
  return {
    status: reader.read('expectStatus', statusRanges, SUCCESS_STATUSES),
    body: body === null ? null : { kind: 'text', equals: body },
    mediaType: null,
    ...checksOf([
      ...reader.readList('expectHeader', headerCheck),
      ...reader.readList('expectContains', textCheck),
      ...reader.readList('expectJson', jsonCheck),
      ...(size === null ? [] : [size]),
    ]),
  };
}

/** The member of an expectation that holds these checks: absent where there are none. */
export function checksOf(checks: readonly AnswerCheck[]): Pick<Expectation, 'checks'> {
  return checks.length === 0 ? {} : { checks };
}
