import { Controller, HttpCode, Post } from '@nestjs/common';
import { ReceivedBody, type ReceivedBytes } from '../http/received-body.decorator.js';
import { UploadService } from './upload.service.js';

@Controller()
export class UploadController {
  constructor(private readonly upload: UploadService) {}

  @Post('zero-copy')
  @HttpCode(200)
  describe(@ReceivedBody() body: ReceivedBytes) {
    return this.upload.describe(body);
  }
}
