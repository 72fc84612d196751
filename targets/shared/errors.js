// The contract's errors as data: each is the JSON body to send, and its own status.
export const INVALID_KEY = { error: 'Invalid key', status: 400 };
export const NOT_FOUND = { error: 'Not Found', status: 404 };
export const METHOD_NOT_ALLOWED = { error: 'Method Not Allowed', status: 405 };
export const PAYLOAD_TOO_LARGE = { error: 'Payload Too Large', status: 413 };
export const INTERNAL_SERVER_ERROR = { error: 'Internal Server Error', status: 500 };
