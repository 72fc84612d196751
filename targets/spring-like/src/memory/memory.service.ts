import { Injectable } from '@nestjs/common';
import { describeMemory } from '../../../shared/memory.js';
import { measureMemoryEfficiency } from '../../../shared/memory-efficiency.js';

@Injectable()
export class MemoryService {
  stats() {
    return describeMemory();
  }

  measureEfficiency() {
    return measureMemoryEfficiency();
  }
}
