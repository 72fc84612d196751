import { Injectable } from '@nestjs/common';
import { StatsService } from '../benchmark/stats.service.js';
import { CacheService } from '../cache/cache.service.js';
import { ProfilerService } from '../profiler/profiler.service.js';

@Injectable()
export class AdminService {
  constructor(
    private readonly stats: StatsService,
    private readonly cache: CacheService,
    private readonly profiler: ProfilerService,
  ) {}

  reset(): void {
    this.stats.reset();
    this.cache.reset();
    this.profiler.reset();
  }
}
