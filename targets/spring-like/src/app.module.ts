import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AdminModule } from './admin/admin.module.js';
import { LoopbackGuard } from './admin/loopback.guard.js';
import { BenchmarkModule } from './benchmark/benchmark.module.js';
import { CacheModule } from './cache/cache.module.js';
import { ContractErrorFilter } from './errors/contract-error.filter.js';
import { WrongMethodModule } from './errors/wrong-method.module.js';
import { HealthModule } from './health/health.module.js';
import { HelloModule } from './hello/hello.module.js';

// New endpoints of the contract get their module here, before the one that answers wrong methods.
@Module({
  imports: [HealthModule, HelloModule, BenchmarkModule, CacheModule, AdminModule, WrongMethodModule],
  providers: [
    { provide: APP_GUARD, useClass: LoopbackGuard },
    { provide: APP_FILTER, useClass: ContractErrorFilter },
  ],
})
export class AppModule {}
