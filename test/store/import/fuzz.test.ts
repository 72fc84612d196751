import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { analyseImport } from '../../../src/analysis/analyse-import.js';
import { EXIT, PerfcmpError } from '../../../src/errors.js';
import { REPORT_FORMATS } from '../../../src/model/config.js';
import type { Report } from '../../../src/model/report.js';
import { renderAnyFormat } from '../../../src/report/render.js';
import { createRandom, type Random } from '../../../src/stats/random.js';
import { readImport } from '../../../src/store/import/registry.js';
import { IMPORT_FIXTURES } from '../../helpers/imports.js';
import { SCHEMA_PATH } from '../../helpers/write-schema.js';

const OPTIONS = { width: 100, color: false, unicode: true, latency: true, storedAs: null };
const ROUNDS = 30;
/** What stands where a number was, or a word. */
const INTRUDERS = [
  '',
  '-',
  '-1',
  '0',
  '1e999',
  '1e308',
  '99999999999999999999',
  '-nan',
  'null',
  '"x"',
  '{',
  '}',
  '%',
  '\0',
  '\n',
  'é',
];

const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(SCHEMA_PATH, 'utf8')),
);
const run = { id: '20261126-1200-0000', startedAt: '2026-11-26T12:00:00.000Z', seconds: 0.01, argv: ['import', 'a'] };

/** A file as a crash, a full disk or an editor leaves it. */
function damaged(text: string, random: Random): string {
  const at = random.integer(text.length);
  const length = random.integer(40);
  const intruder = INTRUDERS[random.integer(INTRUDERS.length)] ?? '';
  const kind = random.integer(6);
  if (kind === 0) return text.slice(0, at);
  if (kind === 1) return text.slice(at);
  if (kind === 2) return text.slice(0, at) + text.slice(at + length);
  if (kind === 3) return text.slice(0, at) + intruder + text.slice(at);
  if (kind === 4) return replaceNumber(text, at, intruder);
  const lines = text.split('\n');
  const line = random.integer(lines.length);
  return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n');
}

/** The next number behind a place. */
function replaceNumber(text: string, at: number, intruder: string): string {
  const number = /\d+(?:\.\d+)?/g;
  number.lastIndex = at;
  const match = number.exec(text);
  return match === null ? text : text.slice(0, match.index) + intruder + text.slice(match.index + match[0].length);
}

function assertFinite(value: unknown, path: string): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${path} is ${value}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) assertFinite(member, `${path}.${name}`);
}

/** The report of a file that could be read; null where it was refused as a user's file should be. */
function imported(content: string, name: string): Report | null {
  try {
    const results = readImport(content, { name, from: null });
    return analyseImport({
      run,
      toolVersion: '0.1.0',
      results: results.map((result, index) => ({ name: `r${index}`, file: name, result })),
    });
  } catch (error) {
    assert.ok(error instanceof PerfcmpError, `${error instanceof Error ? error.stack : String(error)}`);
    assert.equal(error.exitCode, EXIT.usage);
    assert.ok(error.message.startsWith(`${name} `), error.message);
    assert.ok(error.hint !== null && error.hint !== '');
    return null;
  }
}

for (const file of readdirSync(IMPORT_FIXTURES).filter((name) => name !== 'README.md')) {
  test(`${file}, however damaged, is refused in one line or makes a valid report`, async () => {
    const text = readFileSync(join(IMPORT_FIXTURES, file), 'utf8');
    const random = createRandom(file.length * 7919);
    assert.notEqual(imported(text, file), null, 'the fixture itself is read');
    for (let round = 0; round < ROUNDS; round += 1) {
      const content = damaged(text, random);
      const report = imported(content, file);
      if (report === null) continue;
      assertFinite(report, 'report');
      assert.equal(
        validate(JSON.parse(JSON.stringify(report))),
        true,
        `${JSON.stringify(validate.errors)}\n${content}`,
      );
      const format = REPORT_FORMATS[round % REPORT_FORMATS.length] ?? 'text';
      assert.doesNotMatch(await renderAnyFormat(report, format, OPTIONS), /\bNaN\b|\bundefined\b|\bInfinity\b/, format);
    }
  });
}
