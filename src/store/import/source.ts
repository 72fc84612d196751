/** A file's content as importers look at it: its text, and the JSON documents in it where it has any. */
export interface Source {
  readonly text: string;
  /** One for a JSON file, one a line for NDJSON; empty for other text, and for JSON that is damaged. */
  readonly documents: readonly unknown[];
  /** Why its JSON cannot be read; null for what can be, and for text. */
  readonly damage: string | null;
  /** Whether its first document has this member at its top; of damaged JSON, whether it occurs anywhere. */
  readonly has: (member: string) => boolean;
}

const ESCAPE = String.fromCharCode(27);
const COLOURS = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, 'g');

/** Reads a file's content; tools may colour it, and print a line or two before their JSON. */
export function sourceOf(content: string): Source {
  const text = content
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(COLOURS, '');
  const json = jsonPart(text);
  if (json === null) return { text, documents: [], damage: null, has: () => false };
  const { documents, damage } = parsed(json);
  const [first] = documents;
  const has = (member: string): boolean =>
    damage === null ? isObject(first) && member in first : json.includes(`"${member}"`);
  return { text, documents, damage, has };
}

/** From the first line that begins an object, and no label of k6 in braces; null where there is none. */
function jsonPart(text: string): string | null {
  const start = /^[ \t]*\{\s*(?:["}]|$)/m.exec(text)?.index ?? null;
  return start === null ? null : text.slice(start).trim();
}

function parsed(json: string): Pick<Source, 'documents' | 'damage'> {
  try {
    return { documents: [JSON.parse(json)], damage: null };
  } catch (error) {
    const lines = json.split('\n').filter((line) => line.trim() !== '');
    const reason = error instanceof Error ? error.message : String(error);
    // More than one object: a line each, or something else.
    if (lines.length < 2 || !lines.every((line) => /^\s*\{.*\}\s*$/.test(line)))
      return { documents: [], damage: reason };
    return parsedLines(lines);
  }
}

function parsedLines(lines: readonly string[]): Pick<Source, 'documents' | 'damage'> {
  try {
    return { documents: lines.map((line) => JSON.parse(line) as unknown), damage: null };
  } catch (error) {
    return { documents: [], damage: error instanceof Error ? error.message : String(error) };
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
