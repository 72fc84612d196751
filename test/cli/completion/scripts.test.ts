import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SHELLS } from '../../../src/cli/completion/shells.js';
import { EXIT } from '../../../src/errors.js';
import { perfcmp, perfcmpHere } from '../harness.js';

// Real shells source the real script, and ask the real program, which is on PATH under its name.
const folder = mkdtempSync(join(tmpdir(), 'perfcmp-completion-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder };

before(async () => {
  const bin = fileURLToPath(new URL('../../../../bin/perfcmp.js', import.meta.url));
  writeFileSync(join(folder, 'perfcmp'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(join(folder, 'perfcmp'), 0o755);
  writeFileSync(join(folder, 'body one.json'), '{}');
  mkdirSync(join(folder, 'bodies'));
  for (const shell of SHELLS) {
    const { code, stdout } = await perfcmpHere(['completion', shell]);
    assert.equal(code, EXIT.ok);
    writeFileSync(join(folder, `completion.${shell}`), stdout);
  }
});

function skipWithout(shell: string): string | false {
  return spawnSync(shell, ['--version']).status === 0 ? false : `${shell} is not installed here`;
}

function run(shell: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

// What bash does at a TAB: it cuts the line at blanks and at = and :, and calls the function that `complete` named.
const PRESS_TAB = `
source completion.bash
complete -p perfcmp >&2
press() {
  COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDS=() COMP_CWORD=0
  local word rest=$1
  while [[ $rest =~ ^(' '*)([=:]|[^=:' ']+)(.*)$ ]]; do
    COMP_WORDS+=("\${BASH_REMATCH[2]}") rest=\${BASH_REMATCH[3]}
  done
  [[ $1 == *' ' ]] && COMP_WORDS+=('')
  COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
  _perfcmp
  printf '%s|' "$1" "\${COMPREPLY[@]}"
  printf '\\n'
}
for line; do press "$line"; done
`;

test('bash completes commands, options, values, names and files', { skip: skipWithout('bash') }, () => {
  const rows = [
    ['perfcmp cal', 'calibrate'],
    ['perfcmp run --qui', '--quick', '--quiet'],
    ['perfcmp run --mode fr', 'freeze'],
    ['perfcmp run --mode=fr', 'freeze'],
    ['perfcmp run expr', 'express', 'express-tuned'],
    ['perfcmp run --targets express,node-h', 'express,node-http'],
    ['perfcmp load --input bod', 'body one.json', 'bodies'],
    ['perfcmp load --input=bod', 'body one.json', 'bodies'],
    ['perfcmp load --input=', 'perfcmp', 'body one.json', 'bodies'],
    ['perfcmp run --targets-dir bod', 'bodies'],
    ['perfcmp run --connections '],
    // Nothing that stands on the line is run.
    ['perfcmp run $(touch evaluated) --loop o', 'open'],
  ];
  const output = run('bash', ['--norc', '-c', PRESS_TAB, 'bash', ...rows.map(([line = '']) => line)]);
  const lines = output.trimEnd().split('\n');
  for (const [index, [line, ...wanted]] of rows.entries()) {
    const [typed, ...offered] = (lines[index] ?? '').split('|').slice(0, -1);
    assert.equal(typed, line);
    const expected = line === 'perfcmp load --input=' ? offered.filter((one) => wanted.includes(one)) : offered;
    assert.deepEqual(expected.sort(), [...wanted].sort(), line);
  }
  assert.equal(spawnSync('test', ['-e', join(folder, 'evaluated')]).status, 1);
});

test('zsh completes with what each word means', { skip: skipWithout('zsh') }, () => {
  // Completion works only in an editor: one in a terminal of zsh's own, whose listing is read.
  const script = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell 'PS1=ready; autoload -Uz compinit; compinit -u -D; source completion.zsh; bindkey "^I" complete-word; LISTMAX=0; stty cols 200'
    zpty -r shell line '*ready*ready*'
    zpty -n -w shell $'perfcmp run --qui\\t'
    zpty -r shell line '*--quiet*stderr*'
    print -r -- $line
    zpty -d shell
  `;
  const output = run('timeout', ['20', 'zsh', '-f', '-c', script]);
  assert.match(output, /--quick +-- a rough look/);
  assert.match(output, /--quiet +-- no progress on stderr/);
});

test('fish completes with what each word means', { skip: skipWithout('fish') }, () => {
  const ask = (line: string): string[] =>
    run('fish', ['--no-config', '-c', `source completion.fish; complete -C '${line}'`])
      .trimEnd()
      .split('\n');
  assert.deepEqual(ask('perfcmp cal'), ['calibrate\tsay how small a difference can be seen here']);
  assert.deepEqual(ask('perfcmp run --mode=fr'), ['--mode=freeze']);
  assert.deepEqual(
    ask('perfcmp run --targets express,node-h').map((line) => line.split('\t')[0]),
    ['express,node-http'],
  );
  assert.deepEqual(
    ask('perfcmp run --targets-dir bod').map((line) => line.split('\t')[0]),
    ['bodies/'],
  );
  assert.deepEqual(
    ask('perfcmp load --input=bodi').map((line) => line.split('\t')[0]),
    ['--input=bodies/'],
  );
});

test('a shell that there is no script for is refused with those there are', async () => {
  assert.deepEqual(await perfcmp(['completion', 'tcsh']), {
    code: EXIT.usage,
    stdout: '',
    stderr: 'error: shell: must be one of bash, zsh, fish, got "tcsh"\n',
  });
});
