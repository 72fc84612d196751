import { Inject, Injectable } from '@nestjs/common';
import { describeHealth, installedVersion } from '../../../shared/health.js';

/** What the application is called by whoever starts it. */
export const TARGET_NAME = Symbol('target name');

@Injectable()
export class HealthService {
  private readonly version = installedVersion('@nestjs/core', import.meta.url);

  constructor(@Inject(TARGET_NAME) private readonly target: string) {}

  read() {
    return describeHealth(this.target, this.version);
  }
}
