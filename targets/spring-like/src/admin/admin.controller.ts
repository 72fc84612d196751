import { Controller, HttpCode, Post } from '@nestjs/common';
import { AdminService } from './admin.service.js';

@Controller('admin')
export class AdminController {
  constructor(private readonly admin: AdminService) {}

  @Post('reset')
  @HttpCode(204)
  reset(): void {
    this.admin.reset();
  }
}
