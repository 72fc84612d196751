import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { readBody } from '../../../shared/body.js';

/** A request's bytes and how many of them were copied to have them in one piece. */
export type ReceivedBytes = Awaited<ReturnType<typeof readBody>>;

/** Reads the body of any type once path and method are known to be right; over the contract's limit it throws. */
export const ReceivedBody = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  // The request itself with Express, the one below with Fastify.
  const request = context.switchToHttp().getRequest<IncomingMessage & { raw?: IncomingMessage }>();
  return readBody(request.raw ?? request);
});
