import type { Placeholder } from '../../model/request-source.js';

type Parts = readonly (string | Placeholder)[];

/**
 * An expectation as JSON, that of a text which is one placeholder and nothing else takes a number as well: nobody can say
 * of `{{id}}` whether the server writes 7 or "7".
 */
export function withBareValues(parts: Parts, isJson: (placeholder: Placeholder) => boolean): Parts {
  const bare = [...parts];
  for (const [at, part] of parts.entries()) {
    const before = bare[at - 1];
    const after = bare[at + 1];
    if (typeof part === 'string' || typeof before !== 'string' || typeof after !== 'string') continue;
    // A name of a member stays in quotes.
    if (!/[:,[]"$/.test(before) || !/^"(?!:)/.test(after) || !isJson(part)) continue;
    bare[at - 1] = before.slice(0, -1);
    bare[at + 1] = after.slice(1);
  }
  if (bare.every((part, at) => part === parts[at])) return parts;
  const last = parts[parts.length - 1] as string;
  return [...parts.slice(0, -1), `${last.slice(0, -1)},"otherwise":`, ...bare, '}'];
}
