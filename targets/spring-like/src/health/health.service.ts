import { Injectable } from '@nestjs/common';
import { describeHealth, installedVersion } from '../../../shared/health.js';

@Injectable()
export class HealthService {
  private readonly version = installedVersion('@nestjs/core', import.meta.url);

  read() {
    return describeHealth('spring-like', this.version);
  }
}
