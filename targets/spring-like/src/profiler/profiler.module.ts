import { Module } from '@nestjs/common';
import { ProfilerController } from './profiler.controller.js';
import { ProfilerService } from './profiler.service.js';

@Module({ controllers: [ProfilerController], providers: [ProfilerService], exports: [ProfilerService] })
export class ProfilerModule {}
