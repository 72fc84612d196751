import type { Socket } from 'node:net';
import type { RequestErrorKind } from '../../src/model/recording.js';
import { answerText, type RawServerOptions, type ReceivedRequest, resetConnection } from './hostile-servers.js';

/** What a server does to the first request that it does not answer, and what that request has failed with. */
export interface Hostility {
  readonly name: string;
  readonly failure: RequestErrorKind;
  /** What is said of it. */
  readonly message: RegExp;
  /** Requests that each connection has answered before. */
  readonly answersBefore: number;
  readonly strike: (request: ReceivedRequest) => void;
}

/** A server that answers some requests of each connection, then strikes, and does nothing more on it. */
export class HostileScript implements RawServerOptions {
  strikes = 0;
  readonly #hostility: Hostility;

  constructor(hostility: Hostility) {
    this.#hostility = hostility;
  }

  readonly onRequest = (request: ReceivedRequest): void => {
    const { answersBefore, strike } = this.#hostility;
    if (request.indexOnConnection < answersBefore) {
      request.answer(answerText('ok'));
    } else if (request.indexOnConnection === answersBefore) {
      this.strikes += 1;
      strike(request);
    }
  };
}

const HEAD = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;

/** Writes without end, as fast as the other side reads. */
function writeForEver(socket: Socket, start: string, more: string): void {
  const packet = Buffer.from(more.repeat(Math.ceil(16_384 / more.length)), 'latin1');
  const goOn = (): void => {
    if (!socket.writable) return;
    if (socket.write(packet)) setImmediate(goOn);
    else socket.once('drain', goOn);
  };
  socket.write(start, 'latin1');
  goOn();
}

/** Writes a byte at a time, with a pause after each. */
function drip(socket: Socket, text: string, pauseMs: number): void {
  let written = 0;
  const timer = setInterval(() => {
    if (written === text.length || !socket.writable) return clearInterval(timer);
    socket.write(text[written]!, 'latin1');
    written += 1;
  }, pauseMs);
  socket.once('close', () => clearInterval(timer));
}

/** Writes without end, with pauses: to be given up by its time it takes no flood, which costs a core for as long. */
function writeOnAndOn(socket: Socket, start: string, more: string): void {
  socket.write(`${start}${more}`, 'latin1');
  const timer = setInterval(() => {
    if (socket.writable) socket.write(more, 'latin1');
    else clearInterval(timer);
  }, 5);
  socket.once('close', () => clearInterval(timer));
}

function writes(text: string): (request: ReceivedRequest) => void {
  return ({ socket }) => void socket.write(text, 'latin1');
}

function endless(start: string, more: string): (request: ReceivedRequest) => void {
  return ({ socket }) => writeForEver(socket, start, more);
}

const lengths = (...values: string[]): string =>
  `${HEAD}${values.map((value) => `Content-Length: ${value}\r\n`).join('')}\r\nhello`;

/** Not one of them all, for what it costs. */
export const FLOOD: Hostility = {
  name: 'floods the connection without end',
  failure: 'timeout',
  message: /no answer within/,
  answersBefore: 0,
  strike: endless(CHUNKED, '5\r\nhello\r\n'),
};

export const HOSTILITIES: readonly Hostility[] = [
  {
    name: 'says nothing',
    failure: 'timeout',
    message: /no answer within/,
    answersBefore: 0,
    strike: () => {},
  },
  {
    name: 'falls silent after two answers',
    failure: 'timeout',
    message: /no answer within/,
    answersBefore: 2,
    strike: () => {},
  },
  {
    name: 'falls silent within a body',
    failure: 'timeout',
    message: /no answer within/,
    answersBefore: 1,
    strike: writes(lengths('50')),
  },
  {
    name: 'drips its answer byte by byte',
    failure: 'timeout',
    message: /no answer within/,
    answersBefore: 0,
    strike: ({ socket }) => drip(socket, answerText('x'.repeat(10_000)), 10),
  },
  {
    name: 'sends early hints without end',
    failure: 'timeout',
    message: /no answer within/,
    answersBefore: 0,
    strike: ({ socket }) => writeOnAndOn(socket, '', 'HTTP/1.1 103 Hints\r\n\r\n'),
  },
  {
    name: 'sends a body without end',
    failure: 'timeout',
    message: /no answer within/,
    answersBefore: 0,
    strike: ({ socket }) => writeOnAndOn(socket, CHUNKED, '5\r\nhello\r\n'),
  },
  {
    name: 'ends the connection instead of answering',
    failure: 'read',
    message: /closed before an answer/,
    answersBefore: 1,
    strike: ({ socket }) => void socket.end(),
  },
  {
    name: 'ends the connection within a head',
    failure: 'read',
    message: /closed in the middle of an answer/,
    answersBefore: 1,
    strike: ({ socket }) => void socket.end(HEAD),
  },
  {
    name: 'ends the connection within a body',
    failure: 'read',
    message: /closed in the middle of an answer/,
    answersBefore: 1,
    strike: ({ socket }) => void socket.end(lengths('50')),
  },
  {
    name: 'ends the connection within a chunk',
    failure: 'read',
    message: /closed in the middle of an answer/,
    answersBefore: 1,
    strike: ({ socket }) => void socket.end(`${CHUNKED}9\r\nhello`),
  },
  {
    name: 'resets the connection within a body',
    failure: 'read',
    message: /ECONNRESET|closed in the middle of an answer/,
    answersBefore: 2,
    // By then the other side, in this thread, has read what came before.
    strike: ({ socket }) =>
      void socket.write(lengths('50'), () => setImmediate(() => setImmediate(() => resetConnection(socket)))),
  },
  {
    name: 'speaks another protocol',
    failure: 'protocol',
    message: /invalid status line/,
    answersBefore: 0,
    strike: writes('SSH-2.0-OpenSSH_9.2p1\r\n\r\n'),
  },
  {
    name: 'switches protocols',
    failure: 'protocol',
    message: /101/,
    answersBefore: 0,
    strike: writes('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'),
  },
  {
    name: 'sends headers without end',
    failure: 'protocol',
    message: /response head over 65536 bytes/,
    answersBefore: 1,
    strike: endless(HEAD, 'X-Header: and so on\r\n'),
  },
  {
    name: 'sends a header without end',
    failure: 'protocol',
    message: /response head over 65536 bytes/,
    answersBefore: 1,
    strike: endless(`${HEAD}X: `, 'yyyyyyyy'),
  },
  {
    name: 'sends a chunk extension without end',
    failure: 'protocol',
    message: /chunk size line over 4096 bytes/,
    answersBefore: 1,
    strike: endless(`${CHUNKED}5;`, 'yyyyyyyy'),
  },
  {
    name: 'sends trailers without end',
    failure: 'protocol',
    message: /trailers? over 65536 bytes/,
    answersBefore: 1,
    strike: endless(`${CHUNKED}0\r\n`, 'X-Trailer: and so on\r\n'),
  },
  {
    name: 'repeats its length',
    failure: 'protocol',
    message: /more than one Content-Length/,
    answersBefore: 1,
    strike: writes(lengths('5', '5')),
  },
  {
    name: 'claims two lengths',
    failure: 'protocol',
    message: /more than one Content-Length/,
    answersBefore: 1,
    strike: writes(lengths('5', '6')),
  },
  {
    name: 'claims a length that is no number',
    failure: 'protocol',
    message: /invalid Content-Length/,
    answersBefore: 1,
    strike: writes(lengths('-5')),
  },
  {
    name: 'claims a length and chunks',
    failure: 'protocol',
    message: /both Content-Length and Transfer-Encoding/,
    answersBefore: 1,
    strike: writes(`${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  },
  {
    name: 'sends a chunk that is longer than it says',
    failure: 'protocol',
    message: /chunk data longer/,
    answersBefore: 1,
    strike: writes(`${CHUNKED}3\r\nhello\r\n0\r\n\r\n`),
  },
];
