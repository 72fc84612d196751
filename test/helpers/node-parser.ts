import { createRequire } from 'node:module';

/** An answer as node's parser tells of it. */
export interface JudgedAnswer {
  readonly status: number;
  readonly body: string;
  readonly keepAlive: boolean;
}

/** What node's parser makes of a stream of answers and the end of its connection. */
export interface Judgement {
  /** Final answers that are complete, up to the first that ends the connection. */
  readonly answers: readonly JudgedAnswer[];
  /** Null: nothing is wrong with them. */
  readonly error: string | null;
  /** The connection ended between two answers, or with the last one. */
  readonly complete: boolean;
}

type HeadersComplete = (
  major: number,
  minor: number,
  headers: readonly string[] | undefined,
  method: unknown,
  url: unknown,
  status: number,
  message: unknown,
  upgrade: boolean,
  keepAlive: boolean,
) => number;

interface NodeParser {
  initialize(type: number, resource: object, maxHeaderBytes: number): void;
  execute(chunk: Buffer): number | Error;
  finish(): Error | undefined;
  close(): void;
  [callback: number]:
    | HeadersComplete
    | ((headers: readonly string[]) => void)
    | ((chunk: Buffer) => void)
    | (() => void);
}

interface NodeParserClass {
  new (): NodeParser;
  readonly RESPONSE: number;
  readonly kOnHeaders: number;
  readonly kOnHeadersComplete: number;
  readonly kOnBody: number;
  readonly kOnMessageComplete: number;
}

// What node:http is made of; unlike node:http it takes a whole pipeline of answers.
const { HTTPParser } = createRequire(import.meta.url)('_http_common') as { HTTPParser: NodeParserClass };

const MAX_HEADER_BYTES = 100_000;
const SKIP_BODY = 1;

/** Names and values in turn. */
function saysClose(headers: readonly string[]): boolean {
  const options = headers.flatMap((name, index) =>
    index % 2 === 0 && name.toLowerCase() === 'connection' ? (headers[index + 1] ?? '').split(',') : [],
  );
  return options.some((option) => option.trim().toLowerCase() === 'close');
}

/** Feeds the chunks to node's own parser, as answers to requests with these methods. */
export function askNodeParser(chunks: readonly Buffer[], methods: readonly string[]): Judgement {
  const answers: JudgedAnswer[] = [];
  let current = { status: 0, body: '', keepAlive: true };
  const headers: string[] = [];
  let isUpgrade = false;
  const parser = new HTTPParser();
  parser.initialize(HTTPParser.RESPONSE, {}, MAX_HEADER_BYTES);
  const onHeadersComplete: HeadersComplete = (...of) => {
    const [, minor, lastHeaders, , , status, , upgrade, keepAlive] = of;
    headers.push(...(lastHeaders ?? []));
    const isHead = methods[answers.length] === 'HEAD';
    // It does not know of the HEAD yet, and takes the body of an answer without a length to be the rest.
    const staysOpen = isHead && minor === 1 && !saysClose(headers);
    current = { status, body: '', keepAlive: keepAlive || staysOpen };
    isUpgrade ||= upgrade || status === 101;
    return isHead ? SKIP_BODY : 0;
  };
  parser[HTTPParser.kOnHeaders] = (some: readonly string[]) => void headers.push(...some);
  parser[HTTPParser.kOnHeadersComplete] = onHeadersComplete;
  parser[HTTPParser.kOnBody] = (chunk: Buffer) => {
    current.body += chunk.toString('latin1');
  };
  parser[HTTPParser.kOnMessageComplete] = () => {
    if (current.status >= 200) answers.push(current);
    headers.length = 0;
  };
  const isOver = (): boolean => answers.some(({ keepAlive }) => !keepAlive);
  try {
    for (const chunk of chunks) {
      const result = parser.execute(Buffer.from(chunk));
      const last = answers.findIndex(({ keepAlive }) => !keepAlive);
      if (last >= 0) return { answers: answers.slice(0, last + 1), error: null, complete: true };
      if (result instanceof Error) return { answers, error: result.message, complete: false };
      if (isUpgrade) return { answers, error: 'unexpected 101', complete: false };
    }
    const unfinished = parser.finish() instanceof Error;
    return { answers, error: null, complete: isOver() || !unfinished };
  } finally {
    parser.close();
  }
}
