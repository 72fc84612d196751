import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { BenchmarkModule } from '../benchmark/benchmark.module.js';
import { CacheModule } from '../cache/cache.module.js';
import { AdminController } from './admin.controller.js';
import { AdminService } from './admin.service.js';
import { RawBodyMiddleware } from './raw-body.middleware.js';

@Module({ imports: [BenchmarkModule, CacheModule], controllers: [AdminController], providers: [AdminService] })
export class AdminModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RawBodyMiddleware).forRoutes({ path: 'admin/reset', method: RequestMethod.POST });
  }
}
