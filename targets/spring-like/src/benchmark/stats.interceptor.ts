import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import type { BenchmarkOutcome } from './benchmark.service.js';
import { StatsService } from './stats.service.js';

/** Counts finished benchmark requests, so that the controller knows nothing of statistics. */
@Injectable()
export class StatsInterceptor implements NestInterceptor<BenchmarkOutcome, BenchmarkOutcome> {
  constructor(private readonly stats: StatsService) {}

  intercept(_context: ExecutionContext, next: CallHandler<BenchmarkOutcome>): Observable<BenchmarkOutcome> {
    return next.handle().pipe(tap((outcome) => this.stats.record(outcome.processing_time_us)));
  }
}
