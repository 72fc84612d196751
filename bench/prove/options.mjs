// What may be asked of `npm run prove`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDurationMs } from '../../dist/src/units/duration.js';
import { GROUPS } from './schedule.mjs';

/** The options as typed, checked; ends the process where they make no sense. */
export function readOptions(args, usualFile) {
  const { only, times, until, file, print } = parsed(args);
  const groups = only === undefined ? ['aa', 'slow'] : only.split(',');
  const unknown = groups.find((group) => !(group in GROUPS));
  if (unknown !== undefined) refuse(`--only takes ${Object.keys(GROUPS).join(', ')}; got "${unknown}"`);
  if (times !== undefined && !/^[1-9]\d*$/.test(times)) refuse(`--times takes a number from 1; got "${times}"`);
  const untilMs = until === undefined ? null : parseDurationMs(until);
  if (untilMs === null && until !== undefined) refuse(`--until takes a duration such as 20m; got "${until}"`);
  return {
    only: groups,
    times: times === undefined ? null : Number(times),
    untilMs,
    file: file === undefined ? usualFile : resolve(file),
    print: print ?? false,
  };
}

function parsed(args) {
  const text = { type: 'string' };
  try {
    return parseArgs({
      args,
      options: { only: text, times: text, until: text, file: text, print: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return refuse(error.message);
  }
}

function refuse(message) {
  process.stderr.write(`prove: ${message}\n`);
  process.exit(2);
}
