// A server whose work for a request is a number, and which knows what its requests cost: the truth that `prove` holds
// perfcmp against. Called as `node server.mjs PORT STEPS`.
//
//   GET /             works STEPS steps and answers
//   GET /steps/N      N steps for every request from now on
//   GET /accounting   requests answered so far and the CPU time of this process in microseconds
import { createServer } from 'node:http';

const [port, firstSteps] = process.argv.slice(2).map(Number);
let steps = firstSteps;
let answered = 0;
let sink = 1;

/** Integer arithmetic of which every step needs the one before: nothing to skip, nothing to keep in a cache. */
function work(count) {
  let value = sink;
  for (let step = 0; step < count; step++) value = (Math.imul(value ^ (value >>> 15), 2246822519) + step) | 0;
  sink = value;
}

function control(path) {
  if (path.startsWith('/steps/')) steps = Number(path.slice('/steps/'.length));
  const { user, system } = process.cpuUsage();
  return JSON.stringify({ answered, cpuUs: user + system, steps });
}

const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url !== '/') return response.end(control(request.url));
  work(steps);
  answered++;
  response.end('{"message":"done"}');
});
server.keepAliveTimeout = 60_000;
server.listen(port, '127.0.0.1');
