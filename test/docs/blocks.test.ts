import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { DOCUMENTS } from './documents.js';
import { openPlace, type Place } from './place.js';
import { byShape, exactly, leavesOut, notPrinted, type Printed } from './printed.js';
import {
  commandsToRun,
  perfcmpWords,
  type Run,
  type ShownBlock,
  shownBlocks,
  type Treatment,
  treatmentOf,
} from './shown-blocks.js';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.leave());

for (const document of DOCUMENTS) {
  const blocks = shownBlocks(document);
  test(`every block of ${document} says how it is kept true`, () => {
    for (const block of blocks) assert.doesNotThrow(() => treatmentOf(block), `line ${block.line}`);
  });
  for (const block of blocks) {
    const [command] = commandsToRun(block);
    const treatment = understood(block);
    if (command === undefined || treatment?.kind !== 'run') continue;
    test(`${document} is right about ${command.line}`, () => assertTrue(block, treatment));
  }
}

function understood(block: ShownBlock): Treatment | null {
  try {
    return treatmentOf(block);
  } catch {
    return null;
  }
}

async function assertTrue(block: ShownBlock, treatment: Run): Promise<void> {
  place.tidy();
  const ran: { readonly typed: string; readonly text: string; readonly lines: Printed }[] = [];
  for (const { line, shown } of commandsToRun(block)) {
    const { code, printed } = await place.run(withSize(line, treatment), treatment.folder);
    assert.equal(code, perfcmpWords(line) === null ? 0 : treatment.exitCode, `${line}\n${printed}`);
    const text = printed.replaceAll('\r\n', '\n').trimEnd();
    ran.push({ typed: line, text, lines: compared({ shown, printed: text.split('\n') }, treatment) });
  }
  if (treatment.compared === 'exit code') return;
  const isTrue = ran.every(({ lines }) => notPrinted(lines) === null);
  if (!isTrue && process.env.UPDATE_GOLDEN === '1' && isWhole(block, treatment)) {
    return rewrite(block, ran.map(({ typed, text }) => `$ ${typed}\n${text}\n`).join(''));
  }
  for (const { typed, text, lines } of ran) {
    const missed = notPrinted(lines);
    const isPart = leavesOut(lines.shown);
    assert.deepEqual(
      isPart ? missed : lines.printed,
      isPart ? null : lines.shown,
      `${typed}\n${text}\n(CONTRIBUTING.md, Tests, tells how blocks are written anew)`,
    );
  }
}

function compared(lines: Printed, treatment: Run): Printed {
  return treatment.compared === 'shape' ? byShape(lines, treatment.size !== null) : exactly(lines);
}

/** So many requests take as long as the machine needs for them: a time may be too short for what a load has to show. */
function withSize(line: string, { size }: Run): string {
  if (size === null) return line;
  return size.endsWith('s') ? line.replace(/ -d ?\w+/, ` -d ${size}`) : line.replace(/ -[dn] ?\w+/, ` -n ${size}`);
}

/** Whether all of it was printed just now, so that it can be written anew. */
function isWhole({ content }: ShownBlock, { size }: Run): boolean {
  return size === null && !leavesOut(content.split('\n'));
}

function rewrite({ document, language, content }: ShownBlock, printed: string): void {
  const block = (inner: string): string => `\`\`\`${language}\n${inner}\`\`\`\n`;
  writeFileSync(
    document,
    readFileSync(document, 'utf8').replace(block(content), () => block(printed)),
  );
}
