import type { Distribution } from '../../model/request-source.js';
import type { ScenarioFile } from '../../model/scenario.js';
import type { OptionReader } from '../option-reader.js';
import { accept, type Parsed, reject, wholeNumber } from '../parsers.js';
import type { UserScenario } from '../user-config.js';

const MOST_EXPONENT = 10;
const MOST_FILE_BYTES = 1024 ** 3;
const LONGEST_PATH = 255;

/** `zipf`, or `zipf:1.2` with an exponent other than 1. */
export function parseDistribution(text: string): Parsed<Distribution> {
  const match = /^zipf(?::(\d+(?:\.\d+)?))?$/.exec(text.trim());
  const exponent = Number(match?.[1] ?? 1);
  if (match !== null && exponent > 0 && exponent <= MOST_EXPONENT) return accept({ kind: 'zipf', exponent });
  return reject(
    `must be zipf or zipf:EXPONENT, got "${text}"`,
    `with zipf the k-th comes as often as 1/k says; an exponent is above 0 and at most ${MOST_EXPONENT}`,
  );
}

/** Files that a server is to find in its data folder. */
export function scenarioFiles(
  reader: OptionReader,
  where: string,
  files: NonNullable<UserScenario['files']>,
): readonly ScenarioFile[] {
  return Object.entries(files).map(([path, content]): ScenarioFile => {
    const place = `${where}."${path}"`;
    if (!isInside(path)) {
      reader.refuse(place, 'must be a path within the data folder', 'write it like a.txt or folder/a.txt, without ..');
    }
    if (typeof content === 'object') return { path, text: content.text };
    return { path, bytes: reader.check(place, wholeNumber(0, MOST_FILE_BYTES)(String(content)), 0) };
  });
}

function isInside(path: string): boolean {
  const segments = path.split('/');
  return (
    path.length <= LONGEST_PATH &&
    !/[\\\0]/.test(path) &&
    segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
