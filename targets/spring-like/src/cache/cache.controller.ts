import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Reply } from '../http/reply.js';
import { CacheService } from './cache.service.js';
import { CacheKeyPipe } from './cache-key.pipe.js';

@Controller()
export class CacheController {
  constructor(private readonly cache: CacheService) {}

  // The bytes go out as they are stored, so the reply is taken in hand instead of returning an object.
  @Get(['cached', 'cached/:key'])
  async read(@Param('key', CacheKeyPipe) key: string, @Res() reply: Reply): Promise<void> {
    const stored = this.cache.lookUp(key);
    reply.header('X-Cache', stored === undefined ? 'MISS' : 'HIT');
    reply.type('application/json').send(stored ?? (await this.cache.compute(key)));
  }

  @Get('cache/stats')
  stats() {
    return this.cache.stats();
  }
}
