// Hot path: `write` runs once a request that has placeholders.
import type { Endpoint } from '../model/load-profile.js';
import { type MadeSource, placeholdersOf, type RequestTemplate } from '../model/request-source.js';
import type { RequestSpec } from '../model/scenario.js';
import { weightedRound } from '../scenario/weighted-round.js';
import { FilledText } from './filled-text.js';
import { type Filler, FillerFactory, LengthFiller, type Turn } from './fillers.js';
import type { MadeRequests } from './prepared-requests.js';
import { closesItself, framing } from './request-bytes.js';
import type { RequestNumbers } from './request-numbers.js';
import { SendBuffer } from './send-buffer.js';

/** Requests whose places are filled in the moment they are sent: no string and no object for each of them. */
export class TemplateRequests implements MadeRequests {
  readonly fixed = null;
  readonly #numbers: RequestNumbers;
  readonly #templates: readonly CompiledTemplate[];
  readonly #round: Uint32Array;
  /** Of the requests in a round before each place, those that take a data row; at the end, all of them. */
  readonly #rowsBefore: Uint32Array;
  readonly #rows: number;
  readonly #turn: Turn = { request: 0, row: 0 };
  readonly #scratch = new SendBuffer();

  constructor(source: MadeSource, endpoint: Endpoint, numbers: RequestNumbers) {
    const factory = new FillerFactory(source);
    this.#numbers = numbers;
    this.#templates = source.requests.map((template) => new CompiledTemplate(template, endpoint, factory));
    this.#round = Uint32Array.from(weightedRound(source.requests.map(({ weight }) => weight)));
    this.#rows = source.rows;
    // A hook may look at the row of every request.
    const takesRow = source.requests.map((template) => source.hook !== null || usesData(template));
    this.#rowsBefore = new Uint32Array(this.#round.length + 1);
    this.#round.forEach((index, place) => {
      this.#rowsBefore[place + 1] = this.#rowsBefore[place]! + (takesRow[index] ? 1 : 0);
    });
  }

  take(): number {
    return this.#numbers.take();
  }

  giveBack(request: number): void {
    this.#numbers.giveBack(request);
  }

  begin(): void {}

  isHead(request: number): boolean {
    return this.#templateOf(request).isHead;
  }

  /** The data row of a request: those that use data take the rows in turn. */
  rowOf(request: number): number {
    if (this.#rows === 0) return 0;
    const length = this.#round.length;
    const round = Math.floor(request / length);
    return (round * this.#rowsBefore[length]! + this.#rowsBefore[request - round * length]!) % this.#rows;
  }

  parts(request: number): RequestSpec {
    return this.#templateOf(request).parts(this.#turnOf(request), this.#scratch);
  }

  write(request: number, out: SendBuffer): void {
    this.#templateOf(request).write(this.#turnOf(request), out);
  }

  #turnOf(request: number): Turn {
    this.#turn.request = request;
    this.#turn.row = this.rowOf(request);
    return this.#turn;
  }

  #templateOf(request: number): CompiledTemplate {
    return this.#templates[this.#round[request % this.#round.length]!]!;
  }
}

class CompiledTemplate {
  readonly isHead: boolean;
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
    this.#head.add(`${method} `);
    for (const part of path) this.#addTo([this.#head, this.#path], part, factory);
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
      for (const part of parts) this.#addTo([this.#head, value], part, factory);
      this.#head.add('\r\n');
      this.#headers.push({ name, value });
    }
    if (needsLength) this.#head.add('Content-Length: ').add(this.#length).add('\r\n');
    this.#head.add('\r\n');
    this.#body = body === null ? null : new FilledText();
    for (const part of body ?? []) this.#addTo([this.#body!], part, factory);
  }

  // The same filler in both, so that the parts of a request are the bytes of it.
  #addTo(
    texts: readonly FilledText[],
    part: string | Uint8Array | RequestTemplate['path'][number],
    factory: FillerFactory,
  ): void {
    const isLiteral = typeof part === 'string' || part instanceof Uint8Array;
    const added: string | Uint8Array | Filler = isLiteral ? part : factory.create(part);
    for (const text of texts) text.add(added);
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

function usesData(template: RequestTemplate): boolean {
  return placeholdersOf(template).some(({ kind }) => kind === 'column');
}

/** The template of a connection that lasts for one answer. */
export function closingTemplate(template: RequestTemplate): RequestTemplate {
  if (closesItself(template.headers.map(([name]) => name))) return template;
  return { ...template, headers: [...template.headers, ['Connection', ['close']]] };
}
