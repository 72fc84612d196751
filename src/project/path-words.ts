import { literalOf, type SourceText } from './source-text.js';

/** What options say that paths begin with: `{ prefix: '/v1' }`; null: that cannot be told. */
export function prefixIn(options: string): string | null {
  const written = /\bprefix\s*:\s*([^,}\n]+)/.exec(options)?.[1];
  if (written === undefined) return /\bprefix\b/.test(options) ? null : '';
  return literalOf(written.trim());
}

/** A path within another; null where one of them cannot be told. */
export function joined(prefix: string | null, path: string | null): string | null {
  if (prefix === null || path === null) return null;
  const inner = path.startsWith('/') || path === '' ? path : `/${path}`;
  // A mounted `/` answers without its slash in every framework, with it only in some.
  if (prefix.replace(/\/+$/, '') !== '' && (inner === '/' || inner === '')) return prefix.replace(/\/+$/, '');
  return `${prefix.replace(/\/+$/, '')}${inner}`;
}

/** What a string, or a name that stands for one, says; null: a path that cannot be told; undefined: it is no path. */
export function pathOf(source: SourceText, words: string): string | null | undefined {
  const literal = literalOf(words);
  if (literal !== null) return literal;
  if (words.startsWith('`')) {
    const filled = words
      .slice(1, -1)
      .replace(/\$\{\s*([\w$]+)\s*\}/g, (place, name) => constant(source, name) ?? place);
    return filled.includes('${') ? null : filled;
  }
  if (/^[\w$]+$/.test(words)) {
    const value = constant(source, words);
    if (value !== null) return value;
  }
  return /^['"[]|^(?:[\w$]+\.)*\w*(?:prefix|path|base|url|root|version)\w*$/i.test(words) ? null : undefined;
}

function constant({ text }: SourceText, name: string): string | null {
  const written = new RegExp(`\\b(?:const|let|var)\\s+${name.replaceAll('$', '\\$')}\\s*(?::[^=\\n]+)?=\\s*([^;\\n]+)`);
  return literalOf(written.exec(text)?.[1]?.trim() ?? '');
}
