import { HeadCache } from '../../src/load/head-cache.js';
import { ResponseParser, type SampledResponse } from '../../src/load/response-parser.js';

/** One answer as the parser told of it. */
export interface ParsedAnswer {
  readonly status: number;
  readonly bodyBytes: number;
  readonly keepAlive: boolean;
  readonly mediaType: string | null;
  readonly body: string | null;
}

/** What became of a stream of bytes. */
export interface ParsedStream {
  readonly answers: readonly ParsedAnswer[];
  readonly problem: string | null;
  /** What `finish` said; null where a problem came first. */
  readonly complete: boolean | null;
}

export interface ParseOptions {
  /** Methods of the requests on the wire, in order. */
  readonly methods?: readonly string[];
  readonly cache?: HeadCache;
  readonly sample?: boolean;
}

/** Feeds the chunks to a parser as a connection does, from one read buffer that every chunk overwrites. */
export function parseChunks(chunks: readonly Buffer[], options: ParseOptions = {}): ParsedStream {
  const { methods = ['GET'], cache = new HeadCache(), sample = true } = options;
  const answers: ParsedAnswer[] = [];
  const parser = new ResponseParser(
    {
      isHeadRequest: () => methods[answers.length] === 'HEAD',
      partWanted: () => (sample ? 'whole' : 'none'),
      onResponse: (status, bodyBytes, keepAlive, sampled) =>
        answers.push({ status, bodyBytes, keepAlive, ...describeSample(sampled) }),
    },
    cache,
  );
  parser.expected = methods.length;
  const readBuffer = Buffer.alloc(Math.max(1, ...chunks.map((chunk) => chunk.length)));
  for (const chunk of chunks) {
    readBuffer.fill(0xee);
    chunk.copy(readBuffer);
    const problem = parser.feed(readBuffer, chunk.length);
    if (problem !== null) return { answers, problem, complete: null };
  }
  return { answers, problem: null, complete: parser.finish() };
}

function describeSample(sampled: SampledResponse | null): Pick<ParsedAnswer, 'mediaType' | 'body'> {
  if (sampled === null) return { mediaType: null, body: null };
  const type = sampled.headers['content-type'];
  const body = sampled.body === null ? null : Buffer.from(sampled.body).toString('latin1');
  return { mediaType: typeof type === 'string' ? type : null, body };
}

/** The bytes in one piece. */
export function parseText(text: string, options: ParseOptions = {}): ParsedStream {
  return parseChunks([Buffer.from(text, 'latin1')], options);
}

/** Small, fast, seeded: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
