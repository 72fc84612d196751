import { type DynamicModule, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthService, TARGET_NAME } from './health.service.js';

@Module({ controllers: [HealthController], providers: [HealthService] })
export class HealthModule {
  static of(target: string): DynamicModule {
    return { module: HealthModule, providers: [{ provide: TARGET_NAME, useValue: target }] };
  }
}
