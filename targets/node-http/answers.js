// How an answer is written on node:http.
import { errorHeaders } from '../shared/errors.js';

export function send(response, status, contentType, body) {
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

export function sendJson(response, value) {
  send(response, 200, 'application/json', JSON.stringify(value));
}

export function sendError(response, error) {
  for (const [name, value] of Object.entries(errorHeaders(error))) response.setHeader(name, value);
  send(response, error.status, 'application/json', JSON.stringify(error));
}
