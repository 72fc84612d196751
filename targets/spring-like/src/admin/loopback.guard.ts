import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';

const LOOPBACK = /^(::1|(::ffff:)?127\.)/;

/** Lets in callers on this machine, or all of them where the listening address was opened on purpose. */
@Injectable()
export class LoopbackGuard implements CanActivate {
  private readonly isOpen = process.env.PERFCMP_ALLOW_REMOTE === '1';

  canActivate(context: ExecutionContext): boolean {
    const { remoteAddress = '' } = context.switchToHttp().getRequest<IncomingMessage>().socket;
    return this.isOpen || LOOPBACK.test(remoteAddress);
  }
}
