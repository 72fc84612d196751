// One fixed answer to every request over TLS: `node tls-server.mjs PORT KEY CERT`.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';

const [port, key, cert] = process.argv.slice(2);
const BODY = '{"message":"Hello, World!"}';
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;

createServer({ key: readFileSync(key), cert: readFileSync(cert), noDelay: true }, (socket) => {
  let rest = '';
  socket.on('data', (chunk) => {
    const heads = (rest + chunk.latin1Slice()).split('\r\n\r\n');
    rest = heads.pop();
    if (heads.length > 0) socket.write(ANSWER.repeat(heads.length), 'latin1');
  });
  socket.on('error', () => socket.destroy());
}).listen(Number(port), '127.0.0.1');
