import { Module } from '@nestjs/common';
import { BenchmarkController } from './benchmark.controller.js';
import { BenchmarkService } from './benchmark.service.js';
import { StatsService } from './stats.service.js';

@Module({ controllers: [BenchmarkController], providers: [BenchmarkService, StatsService], exports: [StatsService] })
export class BenchmarkModule {}
