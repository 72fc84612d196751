import {
  type DataColumn,
  type Placeholder,
  placeholdersOf,
  type RequestTemplate,
  type TemplateExpectation,
} from '../../model/request-source.js';
import type { Expectation } from '../../model/scenario.js';
import { sharedColumn } from '../../scenario/shared-column.js';
import type { OptionReader } from '../option-reader.js';
import { type Parsed, requestPath } from '../parsers.js';
import { withBareValues } from './bare-values.js';
import type { DataTable } from './data-table.js';
import { encodeValue, type Place } from './encodings.js';
import { JsonPlaces } from './json-places.js';
import { type Expression, type Meaning, meaningOf, parsePlaceholders, type TemplateText } from './placeholders.js';
import { headerValue, type WrittenRequest } from './written-request.js';

/** Turns requests as they are written into templates; what is wrong with them becomes problems of the reader. */
export class TemplateCompiler {
  /** Every column in every encoding that the templates ask for. */
  readonly columns: DataColumn[] = [];
  /** Whether a column was asked for, be it a wrong one. */
  hasAskedForData = false;
  readonly #table: DataTable | null | undefined;
  readonly #reader: OptionReader;
  readonly #columnPlaces = new Map<string, number>();

  /** `table`: null without data, undefined where they could not be read, which is a problem already. */
  constructor(reader: OptionReader, table: DataTable | null | undefined) {
    this.#reader = reader;
    this.#table = table;
  }

  compile(request: WrittenRequest): RequestTemplate {
    const { method, headers, weight, expect } = request;
    const template: RequestTemplate = {
      method,
      path: this.#path(request),
      headers: Object.entries(headers).map(([name, value]) => {
        const where = request.where(`header ${name}`);
        return [name, this.#text(where, request, value, () => 'header')] as const;
      }),
      body: this.#body(request),
      weight,
    };
    return expect === undefined ? template : { ...template, expect: this.#expectation(request, template, expect) };
  }

  #expectation(request: WrittenRequest, template: RequestTemplate, written: Expectation): TemplateExpectation {
    const text = JSON.stringify(written);
    if (!text.includes('{{')) return { written, filled: null };
    const where = request.where('expect');
    const parts = this.#text(where, request, text, () => 'json-string');
    const sent = new Set(placeholdersOf(template).map((place) => place.text));
    const unsent = parts.find((part) => typeof part !== 'string' && isDrawn(part) && !sent.has(part.text));
    if (unsent !== undefined && typeof unsent !== 'string') {
      const hint = 'what must come back can hold what was sent: write it the same in path, header or body';
      this.#reader.refuse(where, `has ${unsent.text}, which the request does not send`, hint);
    }
    return { written, filled: withBareValues(parts, (place) => this.#isJson(place)) };
  }

  /** Whether all values that may stand in this place are JSON by themselves, such as numbers. */
  #isJson(place: Placeholder): boolean {
    if (place.kind === 'seq' || place.kind === 'integer') return true;
    if (place.kind !== 'column') return false;
    const { bytes, offsets } = this.columns[place.column]!;
    const values = Array.from({ length: offsets.length - 1 }, (_, row) => bytes.slice(offsets[row], offsets[row + 1]));
    return values.every((value) => BARE_VALUE.test(Buffer.from(value).toString('latin1')));
  }

  #path(request: WrittenRequest): RequestTemplate['path'] {
    const where = request.where('path');
    const isWhole = request.path.startsWith('{{') && !request.isRecorded;
    const problemsBefore = this.#reader.problems.length;
    const parts = this.#text(where, request, request.path, (index) => (index === 0 && isWhole ? 'path' : 'url'));
    if (this.#table === undefined || this.#reader.problems.length > problemsBefore) return parts;
    // Whatever is filled in will be fit for a request line.
    const literal = parts.map((part, index) => (typeof part === 'string' ? part : index === 0 ? '/' : 'x')).join('');
    this.#reader.check(where, requestPath(literal), null);
    return parts;
  }

  #text(
    where: string,
    request: WrittenRequest,
    text: string,
    placeOf: (index: number) => Place,
  ): readonly (string | Placeholder)[] {
    const parsed = request.isRecorded ? [text] : this.#reader.check(where, parsePlaceholders(text), []);
    return parsed.flatMap((part, index): readonly (string | Placeholder)[] => {
      if (typeof part === 'string') return [part];
      return this.#placeholder(where, part, placeOf(index));
    });
  }

  #body(request: WrittenRequest): RequestTemplate['body'] {
    if (request.body === null) return null;
    const where = request.where('body');
    const mediaType = headerValue(request.headers, 'content-type')?.split(';')[0]?.trim() ?? '';
    const json = /[/+]json$/i.test(mediaType) ? new JsonPlaces() : null;
    const place: Place = /^application\/x-www-form-urlencoded$/i.test(mediaType) ? 'url' : 'plain';
    return request.body.flatMap(({ bytes, hasPlaceholders }): readonly (Uint8Array | Placeholder)[] => {
      if (!hasPlaceholders || request.isRecorded) return [bytes];
      // Byte for character, so that what is no text stays what it is.
      const text = Buffer.from(bytes).toString('latin1');
      const parts: TemplateText = this.#reader.check(where, parsePlaceholders(text), []);
      return parts.flatMap((part): readonly (Uint8Array | Placeholder)[] => {
        if (typeof part !== 'string') {
          return this.#placeholder(where, fromUtf8(part), json === null ? place : json.place);
        }
        json?.pass(part);
        return [new Uint8Array(Buffer.from(part, 'latin1'))];
      });
    });
  }

  /** None where there is something wrong with it. */
  #placeholder(where: string, expression: Expression, place: Place): readonly Placeholder[] {
    if (this.#table === undefined) return [];
    const meaning = this.#reader.check(where, meaningOf(expression, this.#table?.columns ?? null), null);
    if (meaning === null || meaning.kind === 'column') this.hasAskedForData = true;
    const filled = meaning === null ? null : this.#filled(where, meaning, expression.text, place);
    return filled === null ? [] : [filled];
  }

  #filled(where: string, meaning: Meaning, text: string, place: Place): Placeholder | null {
    if (meaning.kind === 'choice') {
      const choices = meaning.choices.map((choice) => this.#encoded(where, encodeValue(choice, place, false)));
      return { kind: 'choice', text, choices };
    }
    if (meaning.kind !== 'column') {
      if (place === 'path') this.#reader.refuse(where, `must begin with /, got ${text}`, `try /${text}`);
      return { ...meaning, text };
    }
    const column = this.#column(where, meaning.name, place);
    return column === null ? null : { kind: 'column', text, column };
  }

  #encoded(where: string, encoded: Parsed<Uint8Array>): Uint8Array {
    return this.#reader.check(where, encoded, new Uint8Array(0));
  }

  #column(where: string, name: string, place: Place): number | null {
    const table = this.#table;
    if (table === null || table === undefined) return null;
    const key = `${place} ${name}`;
    const known = this.#columnPlaces.get(key);
    if (known !== undefined) return known;
    const index = table.columns.indexOf(name);
    const values: Uint8Array[] = [];
    for (const [row, cells] of table.rows.entries()) {
      const line = `line ${table.lines[row]} of the data`;
      if (cells[index] === undefined) {
        this.#reader.refuse(where, `{{${name}}} is not in ${line}`, 'every row needs what is filled in');
        return null;
      }
      const encoded = encodeValue(cells[index], place, table.isTyped);
      if (!encoded.ok) {
        this.#reader.refuse(where, `{{${name}}} of ${line} ${encoded.message}`, encoded.hint);
        return null;
      }
      values.push(encoded.value);
    }
    this.columns.push(sharedColumn(values));
    this.#columnPlaces.set(key, this.columns.length - 1);
    return this.columns.length - 1;
  }
}

/** A number, or a word of JSON. */
const BARE_VALUE = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;

/** Another value at each place, but for those that name it. */
function isDrawn({ kind }: Placeholder): boolean {
  return kind === 'uuid' || kind === 'integer' || kind === 'choice';
}

function fromUtf8({ text, expression }: Expression): Expression {
  const decoded = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');
  return { text: decoded(text), expression: decoded(expression) };
}
