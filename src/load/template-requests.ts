// Hot path: `write` runs once a request that has placeholders.
import type { Endpoint } from '../model/load-profile.js';
import { type MadeSource, placeholdersOf } from '../model/request-source.js';
import type { Expectation, RequestSpec } from '../model/scenario.js';
import { weightedRound } from '../scenario/weighted-round.js';
import { CompiledTemplate, usesData } from './compiled-template.js';
import { FillerFactory, type Turn } from './fillers.js';
import { OwnChecks } from './own-checks.js';
import type { MadeRequests } from './prepared-requests.js';
import type { RequestNumbers } from './request-numbers.js';
import { placeKey, seededWord } from './seeded-words.js';
import { SendBuffer } from './send-buffer.js';
import { ZipfChoice } from './zipf.js';

/** Far from the places of templates, which are counted from 1, and from those of hooks. */
const DISTRIBUTION_PLACE = 2_000_000;
/** What is sent again and again is kept as bytes, up to so many of one pool in one thread. */
const MOST_KEPT_BYTES = 8 * 1024 * 1024;
const MOST_KEPT_ROWS = 10_000;

/** Requests whose places are filled in the moment they are sent: no string and no object for each of them. */
export class TemplateRequests implements MadeRequests {
  readonly fixed = null;
  readonly checks: OwnChecks | null;
  readonly #numbers: RequestNumbers;
  readonly #templates: readonly CompiledTemplate[];
  readonly #written: readonly (Expectation | null)[];
  readonly #round: Uint32Array;
  /** Of the requests in a round before each place, those that take a data row; at the end, all of them. */
  readonly #rowsBefore: Uint32Array;
  readonly #rows: number;
  /** Draws rows, or without rows the templates; null: they come in turn. */
  readonly #choice: ZipfChoice | null;
  readonly #choiceKey: number;
  /** By template and row: bytes that were sent before; undefined for templates that are never sent twice alike. */
  readonly #kept: readonly (Buffer[] | undefined)[];
  #keptBytes = 0;
  readonly #turn: Turn = { request: 0, row: 0 };
  readonly #scratch = new SendBuffer();

  constructor(source: MadeSource, endpoint: Endpoint, numbers: RequestNumbers) {
    const factory = new FillerFactory(source);
    this.#numbers = numbers;
    this.#templates = source.requests.map((template) => new CompiledTemplate(template, endpoint, factory));
    this.#round = Uint32Array.from(weightedRound(source.requests.map(({ weight }) => weight)));
    this.#rows = source.rows;
    const { distribution } = source;
    const choices = source.rows > 0 ? source.rows : source.requests.length;
    this.#choice = distribution === undefined ? null : new ZipfChoice(choices, distribution);
    this.#choiceKey = placeKey(source.seed, DISTRIBUTION_PLACE);
    this.#kept = source.requests.map((template) => {
      const repeats = placeholdersOf(template).every(({ kind }) => kind === 'column');
      return repeats && source.rows <= MOST_KEPT_ROWS ? [] : undefined;
    });
    this.#written = source.requests.map(({ expect }) => expect?.written ?? null);
    this.checks = this.#ownChecks();
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
    if (this.#choice !== null) return this.#drawn(this.#choice, request);
    const length = this.#round.length;
    const round = Math.floor(request / length);
    return (round * this.#rowsBefore[length]! + this.#rowsBefore[request - round * length]!) % this.#rows;
  }

  parts(request: number): RequestSpec {
    return this.#templateOf(request).parts(this.#turnOf(request), this.#scratch);
  }

  write(request: number, out: SendBuffer): void {
    const kept = this.prebuilt(request);
    if (kept === null) this.#templateOf(request).write(this.#turnOf(request), out);
    else out.append(kept);
  }

  prebuilt(request: number): Buffer | null {
    const index = this.#indexOf(request);
    const kept = this.#kept[index];
    if (kept === undefined) return null;
    const row = this.#templates[index]!.usesData ? this.rowOf(request) : 0;
    return kept[row] ?? this.#keep(kept, index, request, row);
  }

  /** Place of a request's template in the source. */
  templateIndexOf(request: number): number {
    return this.#indexOf(request);
  }

  /** What must come back for this request, with what it is sent with; null: as its template says, or the scenario. */
  expectationOf(request: number): Expectation | null {
    return this.#templateOf(request).filledExpectation(this.#turnOf(request), this.#scratch);
  }

  /** The same where it depends on nothing that is sent. */
  writtenExpectationOf(request: number): Expectation | null {
    return this.#written[this.#indexOf(request)] ?? null;
  }

  #keep(kept: Buffer[], index: number, request: number, row: number): Buffer | null {
    if (this.#keptBytes >= MOST_KEPT_BYTES) return null;
    this.#templates[index]!.write(this.#turnOf(request), this.#scratch);
    // A copy of its own size: a part of a slab would keep the whole of it.
    const bytes = Buffer.from(this.#scratch.take());
    this.#keptBytes += bytes.length;
    kept[row] = bytes;
    return bytes;
  }

  #ownChecks(): OwnChecks | null {
    const all = this.#written;
    if (all.every((one) => one === null)) return null;
    return new OwnChecks({
      all,
      placeOf: (request) => this.#indexOf(request),
      filled: (request) => this.expectationOf(request),
    });
  }

  #turnOf(request: number): Turn {
    this.#turn.request = request;
    this.#turn.row = this.rowOf(request);
    return this.#turn;
  }

  #templateOf(request: number): CompiledTemplate {
    return this.#templates[this.#indexOf(request)]!;
  }

  #indexOf(request: number): number {
    if (this.#choice !== null && this.#rows === 0) return this.#drawn(this.#choice, request);
    return this.#round[request % this.#round.length]!;
  }

  #drawn(choice: ZipfChoice, request: number): number {
    return choice.pick(seededWord(this.#choiceKey, request));
  }
}
