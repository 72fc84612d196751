import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createSandbox } from '../e2e/program.js';
import { shellWords } from './commands.js';
import { blocksOf, tableOf, textOf } from './documents.js';

const sandbox = createSandbox();
after(sandbox.remove);
cpSync('test/fixtures/troubleshooting', sandbox.folder, { recursive: true });

interface Example {
  readonly command: string;
  readonly says: string;
}

/** `$ npx perfcmp ...` and what it says on stderr, of every block that shows both. */
function examples(): Example[] {
  return blocksOf(textOf('docs/TROUBLESHOOTING.md'), 'console').map((block) => {
    const [, command = '', says = ''] = /^\$ npx perfcmp ([^\n]*)\n(.*)$/s.exec(block) ?? [];
    return { command, says: says.trimEnd() };
  });
}

test('the page of troubles shows some', () => {
  assert.ok(examples().length > 12);
});

test('the program says of every trouble what the page shows', async () => {
  const port = await freePort();
  // Any port that is free now stands for the page's own.
  const here = (text: string) => text.replaceAll('3999', port);
  const [starting, others] = [true, false].map((wanted) => examples().filter((one) => isStarting(one) === wanted));
  // Before anything is stored.
  for (const { command, says } of [...(others ?? []), ...(starting ?? [])]) {
    const { stderr } = await sandbox.runHere(shellWords(here(command)));
    assert.equal(toPage(stderr), here(says), command);
  }
});

/** What starts servers stores a run. */
function isStarting({ command }: Example): boolean {
  return command.startsWith("run '");
}

async function freePort(): Promise<string> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  await new Promise((closed) => holder.close(closed));
  return String(port);
}

/** Without what differs from call to call: the folder, chosen ports, progress. */
function toPage(text: string): string {
  return text
    .replaceAll(sandbox.folder, '.')
    .replace(/^(launch|measuring) .*\n/gm, '')
    .replace(/not on \d+$/gm, 'not on <port>')
    .trimEnd();
}

test('every remark that the page explains is one that the program makes', () => {
  const made = ['analysis', 'report'].flatMap((folder) =>
    readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => textOf(join('src', folder, file))),
  );
  const explained = tableOf(textOf('docs/TROUBLESHOOTING.md'), 'the note says', 'what to do').map(
    ([note = '']) => note,
  );
  const isMade = (note: string): boolean => {
    const words = new RegExp(note.replace(/\d[\d.]*( %)?/g, '\\$\\{[^}]*\\}'));
    return made.some((text) => words.test(text));
  };
  assert.ok(explained.length > 5);
  assert.deepEqual(
    explained.filter((note) => !isMade(note)),
    [],
  );
});
