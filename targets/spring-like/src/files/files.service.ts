import { Injectable } from '@nestjs/common';
import { processFiles } from '../../../shared/file-processing.js';
import { runIoBenchmark } from '../../../shared/io-benchmark.js';

@Injectable()
export class FilesService {
  process(paths: string[]) {
    return processFiles(paths);
  }

  runBenchmark() {
    return runIoBenchmark();
  }
}
