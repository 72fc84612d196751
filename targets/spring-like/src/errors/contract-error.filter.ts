import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import {
  INTERNAL_SERVER_ERROR,
  INVALID_KEY,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  PAYLOAD_TOO_LARGE,
} from '../../../shared/errors.js';

const BY_STATUS = new Map(
  [INVALID_KEY, NOT_FOUND, METHOD_NOT_ALLOWED, PAYLOAD_TOO_LARGE].map((error) => [error.status, error]),
);

/** Every exception, of Nest, Express or our own, leaves as the contract's JSON. */
@Catch()
export class ContractErrorFilter implements ExceptionFilter {
  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const error = BY_STATUS.get(statusOf(exception)) ?? INTERNAL_SERVER_ERROR;
    response.status(error.status).json(error);
  }
}

/** Nest's exceptions tell their status by a method, Express's by a member. */
function statusOf(exception: unknown): number {
  const { status, getStatus } = exception as { status?: number; getStatus?: () => number };
  return getStatus?.call(exception) ?? status ?? 500;
}
