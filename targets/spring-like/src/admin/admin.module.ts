import { Module } from '@nestjs/common';
import { BenchmarkModule } from '../benchmark/benchmark.module.js';
import { CacheModule } from '../cache/cache.module.js';
import { ProfilerModule } from '../profiler/profiler.module.js';
import { AdminController } from './admin.controller.js';
import { AdminService } from './admin.service.js';

@Module({
  imports: [BenchmarkModule, CacheModule, ProfilerModule],
  controllers: [AdminController],
  providers: [AdminService],
})
export class AdminModule {}
