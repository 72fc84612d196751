import assert from 'node:assert/strict';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const NAME = '[A-Za-z_][\\w.-]*';
const TAG = new RegExp(`<(?:(/)(${NAME})\\s*|(${NAME})((?:\\s+${NAME}\\s*=\\s*"[^"<]*")*)\\s*(/?))>`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*"([^"]*)"`, 'g');
/** What XML 1.0 has no place for, not even as a reference. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Reads the part of XML 1.0 that has no document type, comments or sections; refuses everything else. */
export function readXml(document: string): XmlElement {
  assert.doesNotMatch(document, FORBIDDEN);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  assert.ok(document.startsWith(declaration), 'begins with the declaration');
  const body = document.slice(declaration.length);
  const root: Building = { name: '', attributes: {}, children: [], text: '' };
  const open: Building[] = [root];
  let at = 0;
  while (at < body.length) {
    const current = open.at(-1) ?? root;
    if (body[at] !== '<') {
      const end = body.indexOf('<', at) === -1 ? body.length : body.indexOf('<', at);
      current.text += unescaped(body.slice(at, end));
      at = end;
      continue;
    }
    TAG.lastIndex = at;
    const match = TAG.exec(body);
    assert.ok(match !== null, `no tag: ${body.slice(at, at + 60)}`);
    const [tag, closing, closed, name = '', attributes = '', empty] = match;
    at += tag.length;
    if (closing !== undefined) {
      assert.equal(closed, current.name, 'elements end in the order they began');
      open.pop();
      continue;
    }
    const element: Building = { name, attributes: attributesOf(attributes), children: [], text: '' };
    current.children.push(element);
    if (empty === '') open.push(element);
  }
  assert.deepEqual(
    [open.length, root.children.length, root.text.trim()],
    [1, 1, ''],
    'one element, and nothing beside it',
  );
  return root.children[0] as XmlElement;
}

interface Building {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Building[];
  text: string;
}

function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, unescaped(value)] as const);
  assert.equal(new Set(pairs.map(([name]) => name)).size, pairs.length, 'no attribute twice');
  return Object.fromEntries(pairs);
}

function unescaped(text: string): string {
  assert.doesNotMatch(text, /&(?!(?:amp|lt|gt|quot|apos|#\d+);)/);
  const known: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(\w+|#\d+);/g, (_, name: string) => {
    const character = known[name] ?? String.fromCodePoint(Number(name.slice(1)));
    assert.doesNotMatch(character, FORBIDDEN);
    return character;
  });
}
