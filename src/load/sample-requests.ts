import type { Endpoint } from '../model/load-profile.js';
import type { RequestSource } from '../model/request-source.js';
import type { RequestSpec } from '../model/scenario.js';
import { usesData } from './compiled-template.js';
import { createCounter, RequestNumbers } from './request-numbers.js';
import { TemplateRequests } from './template-requests.js';

/** Draws of a distribution may not meet every request; so many times as many are looked at. */
const LOOKED_AT = 1000;

/** What samples are taken with: they have numbers of their own, so that what is sent later is sent for the first time. */
export interface SampleSetting {
  readonly endpoint: Endpoint;
  readonly counter: SharedArrayBuffer;
}

/** Some requests of a source as they are sent, each with what must come back: one of every kind, and at most `most`. */
export function sampleRequests(source: RequestSource, setting: SampleSetting, most: number): readonly RequestSpec[] {
  if (source.kind === 'fixed') return distinct(source.requests).slice(0, most);
  const made = new TemplateRequests(source, setting.endpoint, new RequestNumbers(setting.counter));
  const ofEach = Math.max(1, Math.floor(most / source.requests.length));
  const samples = source.requests.map((): RequestSpec[] => []);
  for (let looked = 0; looked < LOOKED_AT && samples.some((some) => some.length < ofEach); looked += 1) {
    const number = made.take();
    const some = samples[made.templateIndexOf(number)]!;
    if (some.length < ofEach) some.push(specOf(made, number));
  }
  return distinct(samples.flat()).slice(0, most);
}

/** Every request once, with every data row if it takes any. */
export function everyRequest(source: RequestSource, endpoint: Endpoint): readonly RequestSpec[] {
  if (source.kind === 'fixed') return source.requests;
  return source.requests.flatMap((template) => {
    // One after the other, whatever the distribution of what is measured.
    const { distribution: _, ...rest } = source;
    const alone = new TemplateRequests(
      { ...rest, requests: [template] },
      endpoint,
      new RequestNumbers(createCounter()),
    );
    return Array.from({ length: usesData(template) ? source.rows : 1 }, (_row, number) => alone.parts(number));
  });
}

function specOf(made: TemplateRequests, number: number): RequestSpec {
  const expect = made.expectationOf(number) ?? made.writtenExpectationOf(number);
  return { ...made.parts(number), ...(expect === null ? {} : { expect }) };
}

function distinct(requests: readonly RequestSpec[]): RequestSpec[] {
  const byContent = new Map<string, RequestSpec>();
  for (const request of requests) {
    const body = request.body === null ? '' : Buffer.from(request.body).toString('base64');
    byContent.set(JSON.stringify([request.method, request.path, request.headers, body]), request);
  }
  return [...byContent.values()];
}
