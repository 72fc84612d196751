import type { IncomingMessage } from 'node:http';
import {
  type ArgumentsHost,
  BadRequestException,
  Catch,
  type ExceptionFilter,
  NotFoundException,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { answerOf, errorHeaders, INVALID_KEY, METHOD_NOT_ALLOWED, NOT_FOUND } from '../../../shared/errors.js';
import { KnownRoutes } from './known-routes.service.js';

/** Every exception, of Nest, the platform below or our own, leaves as the contract's JSON. */
@Catch()
export class ContractErrorFilter implements ExceptionFilter {
  constructor(
    private readonly adapterHost: HttpAdapterHost,
    private readonly routes: KnownRoutes,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { error, headers } = this.describe(exception, http.getRequest<IncomingMessage>());
    const { httpAdapter } = this.adapterHost;
    for (const [name, value] of Object.entries(headers)) httpAdapter.setHeader(http.getResponse(), name, value);
    httpAdapter.reply(http.getResponse(), error, error.status);
  }

  private describe(exception: unknown, { url = '' }: IncomingMessage) {
    if (exception instanceof NotFoundException) {
      const allowed = this.routes.methodOf(url.split('?', 1)[0] ?? '');
      if (allowed === undefined) return { error: NOT_FOUND, headers: {} };
      return { error: METHOD_NOT_ALLOWED, headers: { Allow: allowed } };
    }
    // A key that cannot be decoded: the pipe never sees it.
    if (exception instanceof BadRequestException) return { error: INVALID_KEY, headers: {} };
    const error = answerOf(exception);
    return { error, headers: errorHeaders(error) };
  }
}
