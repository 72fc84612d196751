// The smallest thing that can answer: one fixed 200 to every request, with a body of ANSWER_BYTES where that is set. What a
// generator reaches here is the generator's own ceiling. A body is skipped by its Content-Length; chunked bodies are not
// understood and end the connection.
import net from 'node:net';
import { whenAskedToStop } from '../shared/lifecycle.js';
import { settings } from '../shared/settings.js';
import { startWorkers } from '../shared/workers.js';

const { ANSWER_BYTES } = process.env;
const BODY = ANSWER_BYTES === undefined ? '{"message":"Hello, World!"}' : 'x'.repeat(Number(ANSWER_BYTES));
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
const HEAD_END = '\r\n\r\n';
const NO_BYTES = Buffer.alloc(0);

let counted = { bytes: NO_BYTES, answer: NO_BYTES };

const server = net.createServer({ noDelay: true }, (socket) => {
  let unread = NO_BYTES;
  let bodyBytesLeft = 0;

  socket.on('data', (chunk) => {
    // A load generator sends the same bytes again and again: whole requests that were counted once need no second look.
    const isFresh = unread.length === 0 && bodyBytesLeft === 0;
    if (isFresh && counted.bytes.equals(chunk)) return socket.write(counted.answer);
    let bytes = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    let answers = 0;
    for (;;) {
      const skipped = Math.min(bodyBytesLeft, bytes.length);
      bodyBytesLeft -= skipped;
      if (skipped > 0) bytes = bytes.subarray(skipped);
      const headEnd = bytes.indexOf(HEAD_END);
      if (headEnd === -1) break;
      const contentLength = contentLengthOf(bytes.latin1Slice(0, headEnd));
      if (contentLength === null) return socket.destroy();
      bodyBytesLeft = contentLength;
      bytes = bytes.subarray(headEnd + HEAD_END.length);
      answers++;
    }
    unread = bytes;
    if (answers === 0) return;
    const answer = Buffer.from(ANSWER.repeat(answers), 'latin1');
    if (isFresh && unread.length === 0 && bodyBytesLeft === 0) counted = { bytes: Buffer.from(chunk), answer };
    socket.write(answer);
  });
  socket.on('error', () => socket.destroy());
});

/** 0 without a body, null for a chunked one. */
function contentLengthOf(head) {
  if (/\r\ntransfer-encoding:/i.test(head)) return null;
  return Number(/\r\ncontent-length:[ \t]*(\d+)/i.exec(head)?.[1] ?? 0);
}

startWorkers(() => {
  whenAskedToStop(() => process.exit(0));
  server.listen(settings.port, settings.host);
});
