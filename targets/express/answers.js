import { errorHeaders, METHOD_NOT_ALLOWED } from '../shared/errors.js';

export function sendError(response, error) {
  response.status(error.status).set(errorHeaders(error)).json(error);
}

/** Express answers a wrong method with 404; the contract wants 405. */
export function allowOnly(method) {
  return (_request, response) => {
    response.set('Allow', method);
    sendError(response, METHOD_NOT_ALLOWED);
  };
}
