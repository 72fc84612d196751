import type { JsonPath } from '../model/scenario.js';

// A member's name, a place in a list, a name in quotes; the `$` of JSONPath may stand before them.
const STEP =
  /^(?:\.?([^.[\]="'\s]+)|\[(\d{1,9})\]|\["((?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[\da-fA-F]{4})*)"\]|\['([^']*)'\])/u;

/** The way at the beginning of a text, and how long it is there; null where the text begins with none. */
export function parseJsonPath(text: string): { readonly steps: JsonPath; readonly length: number } | null {
  const steps: (string | number)[] = [];
  const isRooted = /^\$(?=[.[=]|$)/.test(text);
  let length = isRooted ? 1 : 0;
  for (let match = STEP.exec(text.slice(length)); match !== null; match = STEP.exec(text.slice(length))) {
    const [whole, name, place, quoted, singleQuoted] = match;
    // Only the first name may do without its dot, and only where no `$` stands before it.
    if (name !== undefined && whole.startsWith('.') === (length === 0)) return null;
    if (place !== undefined) steps.push(Number(place));
    else steps.push(name ?? singleQuoted ?? (JSON.parse(`"${quoted}"`) as string));
    length += whole.length;
  }
  return steps.length > 0 || isRooted ? { steps, length } : null;
}

/** The value at a path; undefined where the document has none, which JSON itself cannot say. */
export function valueAt(document: unknown, steps: JsonPath): unknown {
  return steps.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) !== (typeof step === 'number')) return undefined;
    return Object.hasOwn(value, step) ? (value as Readonly<Record<string | number, unknown>>)[step] : undefined;
  }, document);
}
