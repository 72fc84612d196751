import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { supervise } from '../../shared/lifecycle.js';
import { settings } from '../../shared/settings.js';
import { AppModule } from './app.module.js';

// Nest reads these before its own application object exists.
const http = express();
http.enable('strict routing');
http.enable('case sensitive routing');

// No body parser: bodies are read by the routes that take one, once path and method are known to be right.
const app = await NestFactory.create(AppModule, new ExpressAdapter(http), { bodyParser: false, logger: ['error'] });
supervise(app.getHttpServer(), () => app.close());
await app.listen(settings.port, settings.host);
