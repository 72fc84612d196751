import { describeHealth } from '../shared/health.js';
import { send, sendJson } from './answers.js';

/** They remember nothing, so any number of workers may answer them. */
export const helloRoutes = [
  ['/health', { method: 'GET', answer: answerHealth }],
  ['/plaintext', { method: 'GET', answer: answerPlaintext }],
  ['/json', { method: 'GET', answer: answerJson }],
];

function answerHealth(_request, response) {
  sendJson(response, describeHealth('node-http', process.versions.node));
}

function answerPlaintext(_request, response) {
  send(response, 200, 'text/plain', 'Hello, World!');
}

function answerJson(_request, response) {
  sendJson(response, { message: 'Hello, World!' });
}
