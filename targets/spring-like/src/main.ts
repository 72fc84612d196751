import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { supervise } from '../../shared/lifecycle.js';
import { settings } from '../../shared/settings.js';
import { startWorkers } from '../../shared/workers.js';
import { AppModule } from './app.module.js';

startWorkers(async () => {
  // Nest reads these before its own application object exists.
  const http = express();
  http.enable('strict routing');
  http.enable('case sensitive routing');

  // No body parser: bodies are read by the routes that take one, once path and method are known to be right.
  const options = { bodyParser: false, logger: ['error' as const] };
  const app = await NestFactory.create(AppModule.of('spring-like'), new ExpressAdapter(http), options);
  supervise(app.getHttpServer(), () => app.close());
  await app.listen(settings.port, settings.host);
});
