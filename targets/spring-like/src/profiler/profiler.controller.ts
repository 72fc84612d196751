import type { IncomingHttpHeaders } from 'node:http';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { runProfiled } from '../../../shared/profiler.js';
import { ProfilerService } from './profiler.service.js';

interface ProfiledRequest {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

@Controller()
export class ProfilerController {
  constructor(private readonly profiler: ProfilerService) {}

  // Writing the answer is one of the timed steps, so it is text already.
  @Get('profiled')
  @Header('Content-Type', 'application/json')
  run(@Req() request: ProfiledRequest) {
    return runProfiled(this.profiler, request);
  }

  @Get('profiler/stats')
  stats() {
    return this.profiler.stats();
  }
}
