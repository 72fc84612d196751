// What node has to speak HTTP/2 with, as plainly as it can be used: `node h2-client.mjs LIBRARY PORT CONNECTIONS STREAMS SECONDS`
// keeps so many streams busy and prints how many were answered.
import { connect } from 'node:http2';
import { H2CClient } from 'undici';

const [library, ...numbers] = process.argv.slice(2);
const [port, connections, streams, seconds] = numbers.map(Number);
const origin = `http://127.0.0.1:${port}`;
let answered = 0;

/** Opens a connection and returns what sends one request on it and calls back when its answer is whole. */
const CLIENTS = {
  'node:http2': () => {
    const session = connect(origin);
    session.on('error', () => {});
    return (onAnswer) => {
      const stream = session.request({ ':path': '/' });
      stream.on('error', () => {});
      stream.on('end', onAnswer);
      stream.resume();
    };
  },
  undici: () => {
    const client = new H2CClient(origin, { pipelining: streams, maxConcurrentStreams: streams });
    const request = { method: 'GET', path: '/' };
    return (onAnswer) =>
      client.dispatch(request, {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData() {},
        onResponseEnd: onAnswer,
        onResponseError() {},
      });
  },
};

for (let connection = 0; connection < connections; connection += 1) {
  const send = CLIENTS[library]();
  const next = () => {
    answered += 1;
    send(next);
  };
  for (let stream = 0; stream < streams; stream += 1) send(next);
}
setTimeout(() => {
  process.stdout.write(`${answered}\n`);
  process.exit();
}, seconds * 1000);
