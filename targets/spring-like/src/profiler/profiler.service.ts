import { Injectable } from '@nestjs/common';
import { Profiler } from '../../../shared/profiler.js';

@Injectable()
export class ProfilerService extends Profiler {}
