// A server whose collector has work for as long as it is loaded, and after: every request replaces some of the objects that
// it keeps, RETAIN of them. With few of them a collection is soon over; with millions it goes on beside what is measured.
import http from 'node:http';

const { HOST = '127.0.0.1', PORT, RETAIN = '2000', REPLACED = '100' } = process.env;
const kept = Array.from({ length: Number(RETAIN) }, (_, id) => made(id));
let next = 0;

function made(id) {
  return { id, name: `name ${id}`, tags: [id, id + 1, id + 2], parent: { id } };
}

http
  .createServer((_request, response) => {
    for (let count = 0; count < Number(REPLACED); count += 1) {
      next = (next + 7919) % kept.length;
      kept[next] = made(next);
    }
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end('done');
  })
  .listen(Number(PORT), HOST);
