import { Injectable } from '@nestjs/common';
import { runBenchmark } from '../../../shared/benchmark.js';

export type BenchmarkOutcome = Awaited<ReturnType<typeof runBenchmark>>;

@Injectable()
export class BenchmarkService {
  run(): Promise<BenchmarkOutcome> {
    return runBenchmark();
  }
}
