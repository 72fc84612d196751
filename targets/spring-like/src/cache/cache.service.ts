import { Injectable } from '@nestjs/common';
import { ResponseCache } from '../../../shared/response-cache.js';

@Injectable()
export class CacheService extends ResponseCache {}
