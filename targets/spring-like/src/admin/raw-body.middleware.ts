import { Injectable, type NestMiddleware } from '@nestjs/common';
import { type NextFunction, type Request, type Response, raw } from 'express';
import { settings } from '../../../shared/settings.js';

/** Reads any body up to the contract's limit, whatever its Content-Type. */
@Injectable()
export class RawBodyMiddleware implements NestMiddleware {
  private readonly read = raw({ type: () => true, limit: settings.maxBodyBytes });

  use(request: Request, response: Response, next: NextFunction): void {
    this.read(request, response, next);
  }
}
