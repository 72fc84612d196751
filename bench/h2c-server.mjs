// One fixed answer to every stream over plain HTTP/2, where nghttpd is not installed: `node h2c-server.mjs PORT`.
import { createServer } from 'node:http2';

const BODY = '{"message":"Hello, World!"}';
const HEAD = { ':status': 200, 'content-type': 'application/json', 'content-length': BODY.length };

const server = createServer({ settings: { maxConcurrentStreams: 1000 } });
server.on('stream', (stream) => {
  stream.on('error', () => {});
  stream.respond(HEAD);
  stream.end(BODY);
});
server.on('sessionError', () => {});
server.listen(Number(process.argv[2]), '127.0.0.1');
