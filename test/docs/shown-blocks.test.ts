import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandsToRun, type ShownBlock, shownBlocks, treatmentOf } from './shown-blocks.js';

const RUN = { kind: 'run', compared: 'output', exitCode: 0, folder: null, size: null };

function blockOf(text: string): ShownBlock {
  return shownBlocks('a.md', text)[0]!;
}

function marked(mark: string, content = '$ perfcmp list\n'): string {
  return `<!-- ${mark} -->\n\`\`\`\n${content}\`\`\`\n`;
}

test('a block that does not say how it is kept true is refused', () => {
  const refused = [
    '```\n$ perfcmp list\n```\n',
    '```\nprinted by something\n```\n',
    '```sh\nnpx perfcmp list\nnpm test\n```\n',
    marked('a comment'),
    marked('not run: slow'),
    marked('not run here: '),
    marked('run: words'),
    marked('run: output, exit code two'),
    marked('run: output', 'printed by something\n'),
  ];
  for (const text of refused) assert.throws(() => treatmentOf(blockOf(text)), text);
});

test('a mark is understood', () => {
  assert.deepEqual(treatmentOf(blockOf(marked('run: output'))), RUN);
  assert.deepEqual(treatmentOf(blockOf(marked('run: shape, exit code 5, in a-b, for 500ms'))), {
    ...{ ...RUN, compared: 'shape', exitCode: 5 },
    ...{ folder: 'a-b', size: '500ms' },
  });
  assert.deepEqual(treatmentOf(blockOf(marked('not run here: slow'))), { kind: 'not run', why: 'slow' });
});

test('of commands alone those are run that take no time', () => {
  const block = blockOf('```sh\nnpx perfcmp run a b\nnpx perfcmp run a --dry-run\nnpx perfcmp list\n```\n');
  assert.deepEqual(treatmentOf(block), { ...RUN, compared: 'exit code' });
  assert.deepEqual(
    commandsToRun(block).map(({ line }) => line),
    ['npx perfcmp run a --dry-run', 'npx perfcmp list'],
  );
});

test('each command has the lines below it', () => {
  const printed = blockOf(marked('run: output', '$ cat a\nb\n\nc\n$ perfcmp list\n'));
  assert.deepEqual(commandsToRun(printed), [
    { line: 'cat a', shown: ['b', '', 'c'] },
    { line: 'perfcmp list', shown: [] },
  ]);
});

test('what nobody types or prints needs no mark', () => {
  assert.deepEqual(shownBlocks('a.md', '```json\n{}\n```\n\n```text\na -> b\n```\n'), []);
});
