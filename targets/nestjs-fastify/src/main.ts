import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyServerOptions } from 'fastify';
import { INVALID_KEY, NOT_FOUND } from '../../shared/errors.js';
import { supervise } from '../../shared/lifecycle.js';
import { settings } from '../../shared/settings.js';
import { startWorkers } from '../../shared/workers.js';
import { AppModule } from '../../spring-like/src/app.module.js';

const LONGEST_PARAMETER = 16_384;

// A path that cannot be decoded ends before Nest has a say.
const frameworkErrors: FastifyServerOptions['frameworkErrors'] = (_error, request, reply) => {
  const error = request.raw.url?.startsWith('/cached/') ? INVALID_KEY : NOT_FOUND;
  reply.hijack();
  reply.raw.statusCode = error.status;
  reply.raw.setHeader('Content-Type', 'application/json');
  reply.raw.end(JSON.stringify(error));
};

startWorkers(async () => {
  const adapter = new FastifyAdapter({
    // Fastify takes longer parameters for no match: 404, where the contract has its own answer to a key that is too long.
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    frameworkErrors,
  });
  const options = { bodyParser: false, logger: ['error' as const] };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of('nestjs-fastify'), adapter, options);
  leaveBodiesUnread(adapter);
  supervise(app.getHttpServer(), () => app.close());
  await app.listen(settings.port, settings.host);
});

/** The routes that take a body read it, whatever its type. */
function leaveBodiesUnread(adapter: FastifyAdapter): void {
  const http = adapter.getInstance();
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', (_request, _payload, done) => done(null));
  // Fastify refuses what is no media type before any parser is asked.
  http.addHook('onRequest', (request, _reply, done) => {
    if (request.method !== 'GET') delete request.headers['content-type'];
    done();
  });
}
