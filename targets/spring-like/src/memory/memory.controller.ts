import { Controller, Get } from '@nestjs/common';
import { MemoryService } from './memory.service.js';

@Controller('memory')
export class MemoryController {
  constructor(private readonly memory: MemoryService) {}

  @Get('stats')
  stats() {
    return this.memory.stats();
  }

  @Get('efficiency')
  efficiency() {
    return this.memory.measureEfficiency();
  }
}
