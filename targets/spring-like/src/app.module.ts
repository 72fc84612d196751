import { type DynamicModule, Module } from '@nestjs/common';
import { isAlone } from '../../shared/workers.js';
import { AdminModule } from './admin/admin.module.js';
import { BenchmarkModule } from './benchmark/benchmark.module.js';
import { CacheModule } from './cache/cache.module.js';
import { ErrorsModule } from './errors/errors.module.js';
import { FilesModule } from './files/files.module.js';
import { HealthModule } from './health/health.module.js';
import { HelloModule } from './hello/hello.module.js';
import { MemoryModule } from './memory/memory.module.js';
import { ProfilerModule } from './profiler/profiler.module.js';
import { UploadModule } from './upload/upload.module.js';

// New endpoints of the contract get their module here.
const STATEFUL = [BenchmarkModule, CacheModule, MemoryModule, ProfilerModule, UploadModule, FilesModule, AdminModule];

@Module({})
export class AppModule {
  /** The application, on whichever platform it is started. */
  static of(target: string): DynamicModule {
    const imports = [ErrorsModule, HealthModule.of(target), HelloModule, ...(isAlone ? STATEFUL : [])];
    return { module: AppModule, imports };
  }
}
