import { Module } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { ContractErrorFilter } from './contract-error.filter.js';
import { KnownRoutes } from './known-routes.service.js';

@Module({
  imports: [DiscoveryModule],
  providers: [KnownRoutes, { provide: APP_FILTER, useClass: ContractErrorFilter }],
})
export class ErrorsModule {}
