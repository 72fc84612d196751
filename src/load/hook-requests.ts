import type { HookContext } from '../model/hook.js';
import type { Endpoint } from '../model/load-profile.js';
import type { HookSource } from '../model/request-source.js';
import type { RequestSpec } from '../model/scenario.js';
import type { ReceivedHeaders } from '../scenario/check.js';
import { HookProblem, type LoadedHook, withReturned } from './hook-module.js';
import type { OwnChecks } from './own-checks.js';
import type { MadeRequests } from './prepared-requests.js';
import { requestBytes } from './request-bytes.js';
import { placeKey, seededWord } from './seeded-words.js';
import type { SendBuffer } from './send-buffer.js';
import type { TemplateRequests } from './template-requests.js';

/** Far from the places of templates, which are counted from 1. */
const FIRST_PLACE = 1_000_000;
/** More requests than can be in flight between one and another: a ring of flags is enough, however long the load. */
const FLAGS = 2 ** 20;

/** What a hook's requests are made with. */
export interface HookSetting {
  readonly endpoint: Endpoint;
  readonly source: HookSource;
  readonly seed: number;
  readonly thread: number;
  /** Called once, when the hook did something that ends the load. */
  readonly onBroken: (problem: HookProblem) => void;
}

/** Requests on which a function of the user has the last word. */
export class HookRequests implements MadeRequests {
  readonly fixed = null;
  readonly checks: OwnChecks | null;
  readonly onAnswer?: (request: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null) => void;
  readonly #base: TemplateRequests;
  readonly #hook: LoadedHook;
  readonly #setting: HookSetting;
  readonly #isHead = new Uint8Array(FLAGS);
  readonly #keys: number[] = [];
  #isBroken = false;

  constructor(base: TemplateRequests, hook: LoadedHook, setting: HookSetting) {
    this.#base = base;
    this.checks = base.checks;
    this.#hook = hook;
    this.#setting = setting;
    if (hook.response !== null) this.onAnswer = this.#answered;
  }

  take(): number {
    return this.#base.take();
  }

  giveBack(request: number): void {
    this.#base.giveBack(request);
  }

  begin(): void {}

  isHead(request: number): boolean {
    return this.#isHead[request % FLAGS] === 1;
  }

  parts(request: number): RequestSpec {
    return this.#make(request) ?? this.#base.parts(request);
  }

  write(request: number, out: SendBuffer): void {
    const made = this.#make(request);
    // The load is over: nothing that the hook did not make is sent in its name.
    if (made !== null) out.append(requestBytes(made, this.#setting.endpoint));
  }

  #make(request: number): RequestSpec | null {
    if (this.#isBroken) return null;
    try {
      const made = withReturned(this.#base.parts(request), this.#hook.request(this.#contextOf(request)));
      this.#isHead[request % FLAGS] = made.method === 'HEAD' ? 1 : 0;
      return made;
    } catch (error) {
      this.#break('request', request, error);
      return null;
    }
  }

  readonly #answered = (request: number, status: number, headers: ReceivedHeaders, body: Uint8Array | null): void => {
    if (this.#isBroken) return;
    try {
      const returned = this.#hook.response?.({ status, headers, body }, this.#contextOf(request));
      if (returned instanceof Promise) throw new HookProblem('returned a promise, which nobody waits for');
    } catch (error) {
      this.#break('response', request, error);
    }
  };

  #break(name: string, request: number, error: unknown): void {
    this.#isBroken = true;
    const words = error instanceof HookProblem ? error.message : `threw ${String(error)}`;
    const hint = error instanceof HookProblem ? error.hint : undefined;
    this.#setting.onBroken(new HookProblem(`${name}() ${words}, for request ${request}`, hint));
  }

  #contextOf(request: number): HookContext {
    const { thread, source } = this.#setting;
    let place = 0;
    return {
      seq: request,
      thread,
      row: source.records[this.#base.rowOf(request)] ?? null,
      random: () => {
        place += 1;
        return seededWord(this.#keyOf(place), request) / 2 ** 32;
      },
    };
  }

  #keyOf(place: number): number {
    this.#keys[place] ??= placeKey(this.#setting.seed, FIRST_PLACE + place);
    return this.#keys[place]!;
  }
}
