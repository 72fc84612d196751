import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { BenchmarkService } from './benchmark.service.js';
import { StatsInterceptor } from './stats.interceptor.js';
import { StatsService } from './stats.service.js';

@Controller()
export class BenchmarkController {
  constructor(
    private readonly benchmark: BenchmarkService,
    private readonly stats: StatsService,
  ) {}

  @Get('benchmark')
  @UseInterceptors(StatsInterceptor)
  run() {
    return this.benchmark.run();
  }

  @Get('stats')
  read() {
    return this.stats.snapshot();
  }
}
