// Hot path: `write` runs once a request that has placeholders.
import type { Endpoint } from '../model/load-profile.js';
import { type Placeholder, placeholdersOf, type RequestTemplate } from '../model/request-source.js';
import type { Expectation, RequestSpec } from '../model/scenario.js';
import { FilledText } from './filled-text.js';
import { type Filler, type FillerFactory, LengthFiller, type Turn } from './fillers.js';
import { closesItself, framing } from './request-bytes.js';
import type { SendBuffer } from './send-buffer.js';

/** A template as bytes with places between them. */
export class CompiledTemplate {
  readonly isHead: boolean;
  readonly usesData: boolean;
  /** What must come back, as JSON; null: it does not depend on what is sent. */
  readonly #expectation: FilledText | null;
  readonly #method: string;
  readonly #path = new FilledText();
  readonly #headers: { readonly name: string; readonly value: FilledText }[] = [];
  readonly #body: FilledText | null;
  readonly #head = new FilledText();
  readonly #length = new LengthFiller();

  constructor(template: RequestTemplate, { authority }: Endpoint, factory: FillerFactory) {
    const { method, path, headers, body } = template;
    this.#method = method;
    this.isHead = method === 'HEAD';
    this.usesData = usesData(template);
    const places = new Map<string, number>();
    this.#head.add(`${method} `);
    for (const part of path) this.#addTo([this.#head, this.#path], part, factory, places);
    this.#head.add(' HTTP/1.1\r\n');
    const { needsHost, needsLength } = framing(
      method,
      headers.map(([name]) => name),
      body !== null,
    );
    if (needsHost) this.#head.add(`Host: ${authority}\r\n`);
    for (const [name, parts] of headers) {
      const value = new FilledText();
      this.#head.add(`${name}: `);
      for (const part of parts) this.#addTo([this.#head, value], part, factory, places);
      this.#head.add('\r\n');
      this.#headers.push({ name, value });
    }
    if (needsLength) this.#head.add('Content-Length: ').add(this.#length).add('\r\n');
    this.#head.add('\r\n');
    this.#body = body === null ? null : new FilledText();
    for (const part of body ?? []) this.#addTo([this.#body!], part, factory, places);
    const filled = template.expect?.filled ?? null;
    this.#expectation = filled === null ? null : expectationText(filled, factory, places);
  }

  // The same filler in both, so that the parts of a request are the bytes of it.
  #addTo(
    texts: readonly FilledText[],
    part: string | Uint8Array | RequestTemplate['path'][number],
    factory: FillerFactory,
    places: Map<string, number>,
  ): void {
    const isLiteral = typeof part === 'string' || part instanceof Uint8Array;
    if (!isLiteral && !places.has(part.text)) places.set(part.text, factory.place);
    const added: string | Uint8Array | Filler = isLiteral ? part : factory.create(part);
    for (const text of texts) text.add(added);
  }

  filledExpectation(turn: Turn, scratch: SendBuffer): Expectation | null {
    if (this.#expectation === null) return null;
    return JSON.parse(this.#expectation.toBuffer(turn, scratch).toString('utf8')) as Expectation;
  }

  write(turn: Turn, out: SendBuffer): void {
    const body = this.#body;
    const bodyBytes = body === null ? 0 : body.measure(turn);
    this.#length.length = bodyBytes;
    out.reserve(this.#head.measure(turn) + bodyBytes);
    this.#head.write(out);
    body?.write(out);
  }

  parts(turn: Turn, scratch: SendBuffer): RequestSpec {
    const text = (filled: FilledText): string => filled.toBuffer(turn, scratch).toString('latin1');
    return {
      method: this.#method,
      path: text(this.#path),
      headers: Object.fromEntries(this.#headers.map(({ name, value }) => [name, text(value)])),
      body: this.#body === null ? null : this.#body.toBuffer(turn, scratch),
    };
  }
}

/** Its places hold what the first place of the request that is written so was sent with. */
function expectationText(
  parts: readonly (string | Placeholder)[],
  factory: FillerFactory,
  places: ReadonlyMap<string, number>,
): FilledText {
  const text = new FilledText();
  for (const part of parts) {
    if (typeof part === 'string') text.add(Buffer.from(part, 'utf8'));
    else text.add(factory.createAgain(part, places.get(part.text) ?? factory.place));
  }
  return text;
}

/** Whether a data row has a say in the request. */
export function usesData(template: RequestTemplate): boolean {
  return placeholdersOf(template).some(({ kind }) => kind === 'column');
}

/** The template of a connection that lasts for one answer. */
export function closingTemplate(template: RequestTemplate): RequestTemplate {
  if (closesItself(template.headers.map(([name]) => name))) return template;
  return { ...template, headers: [...template.headers, ['Connection', ['close']]] };
}
