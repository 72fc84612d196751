import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { COMMAND_DETAILS, PROGRAM_DETAILS } from '../../src/cli/help-details.js';
import { pageFoot } from '../../src/cli/help-page.js';
import { COMMAND_HELP } from '../../src/cli/help-texts.js';
import { EXIT } from '../../src/errors.js';

const commands = Object.keys(COMMAND_HELP);

test('what help says to see also is there', () => {
  for (const { seeAlso } of [PROGRAM_DETAILS, ...Object.values(COMMAND_DETAILS)]) {
    assert.ok(seeAlso.length > 0);
    for (const [, command, file] of seeAlso.map((one) => /^(?:perfcmp (\S+)|(\S+))/.exec(one) ?? [])) {
      if (command === undefined) assert.ok(existsSync(file ?? ''), file);
      else assert.ok([...commands, 'help'].includes(command), command);
    }
  }
});

test('every command tells exit codes that there are, the smallest first', () => {
  for (const [command, { exitCodes }] of Object.entries(COMMAND_DETAILS)) {
    const codes = exitCodes.map(([code]) => Number(code));
    assert.deepEqual(
      codes,
      [...codes].sort((a, b) => a - b),
      command,
    );
    assert.deepEqual([codes[0], codes.includes(EXIT.usage), codes.includes(EXIT.internal)], [0, true, true], command);
    assert.deepEqual(
      codes.filter((code) => !Object.values<number>(EXIT).includes(code)),
      [],
    );
  }
});

test('every command that looks for containers names the variable that says by which program', () => {
  const naming = Object.entries(COMMAND_DETAILS).flatMap(([command, { environment }]) =>
    environment.some(([name]) => name === 'PERFCMP_DOCKER') ? [command] : [],
  );
  assert.deepEqual(naming, ['run', 'gate', 'calibrate', 'verify', 'list', 'clean']);
});

test('the foot of a help page keeps examples whole and wraps the rest', () => {
  const details = {
    exitCodes: [['0', 'one two three four five'] as const],
    environment: [['LONGER_NAME', 'x'] as const, ['A', 'y'] as const],
    seeAlso: ['perfcmp run'],
  };
  assert.equal(
    pageFoot(['perfcmp run a-very-long-word-that-does-not-fit'], details, 20),
    [
      '',
      'Examples:',
      '  perfcmp run a-very-long-word-that-does-not-fit',
      '',
      'Exit codes:',
      '  0  one two three',
      '     four five',
      '',
      'Environment:',
      '  LONGER_NAME  x',
      '  A            y',
      '',
      'See also:',
      '  perfcmp run',
    ].join('\n'),
  );
});
