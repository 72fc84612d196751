import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ReceivedBody } from '../http/received-body.decorator.js';
import { FileListPipe } from './file-list.pipe.js';
import { FilesService } from './files.service.js';

@Controller()
export class FilesController {
  constructor(private readonly files: FilesService) {}

  @Post('files/process')
  @HttpCode(200)
  process(@ReceivedBody(FileListPipe) paths: string[]) {
    return this.files.process(paths);
  }

  @Get('io-benchmark')
  benchmark() {
    return this.files.runBenchmark();
  }
}
