import { errorHeaders } from '../shared/errors.js';

export function sendError(reply, error) {
  return reply.code(error.status).headers(errorHeaders(error)).send(error);
}
