import { Injectable } from '@nestjs/common';
import { RequestStats } from '../../../shared/stats.js';

@Injectable()
export class StatsService extends RequestStats {}
