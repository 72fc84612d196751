import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ReceivedBody, type ReceivedBytes } from '../http/received-body.decorator.js';
import { AdminService } from './admin.service.js';
import { LoopbackGuard } from './loopback.guard.js';

@Controller('admin')
@UseGuards(LoopbackGuard)
export class AdminController {
  constructor(private readonly admin: AdminService) {}

  // Nothing is done with a body, but one over the limit is refused.
  @Post('reset')
  @HttpCode(204)
  reset(@ReceivedBody() _body: ReceivedBytes): void {
    this.admin.reset();
  }
}
