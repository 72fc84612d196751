import type { DraftPart } from './config-draft.js';
import { jsLiteral } from './js-literal.js';

/** In what a config is written. */
export type ConfigLanguage = 'js' | 'ts' | 'json';

/** How a config file begins. */
export interface ConfigHead {
  /** `defineConfig` can be imported, for editors too. */
  readonly hasPerfcmp: boolean;
  /** Lines that say what the file is for. */
  readonly comment: readonly string[];
}

/** A draft as the text of a config file. */
export function configText(parts: readonly DraftPart[], language: ConfigLanguage, head: ConfigHead): string {
  return language === 'json' ? jsonText(parts, head) : moduleText(parts, language, head);
}

function moduleText(parts: readonly DraftPart[], language: 'js' | 'ts', { hasPerfcmp, comment }: ConfigHead): string {
  // Where it is not installed, an import would run but would not be found by editors and compilers.
  const [open, close] = hasPerfcmp ? ['export default defineConfig({', '});'] : ['export default {', '};'];
  const lines = [
    ...(hasPerfcmp ? ["import { defineConfig } from 'perfcmp';", ''] : []),
    ...comment.map((line) => `// ${line}`),
    ...(hasPerfcmp || language === 'ts' ? [] : ["/** @type {import('perfcmp').UserConfig} */"]),
    open,
    parts.map(partText).join('\n\n'),
    close,
  ];
  return `${lines.join('\n')}\n`;
}

function partText({ comment, key, value, entries }: DraftPart): string {
  const remarks = comment.map((line) => `  // ${line}`);
  if (entries === undefined) return [...remarks, `  ${key}: ${jsLiteral(value, 2)},`].join('\n');
  const list = entries.flatMap(({ comment: remark, value: entry, isOff }) => [
    ...(remark === undefined ? [] : [`    // ${remark}`]),
    ...`    ${jsLiteral(entry, 4)},`.split('\n').map((line) => (isOff ? `    // ${line.slice(4)}` : line)),
  ]);
  return [...remarks, `  ${key}: [`, ...list, '  ],'].join('\n');
}

const SCHEMA = './node_modules/perfcmp/docs/config.schema.json';

function jsonText(parts: readonly DraftPart[], { hasPerfcmp }: ConfigHead): string {
  const content = Object.fromEntries(parts.map(({ key, value }) => [key, value]));
  return `${JSON.stringify({ ...(hasPerfcmp && { $schema: SCHEMA }), ...content }, null, 2)}\n`;
}
