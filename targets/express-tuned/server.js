import express from 'express';
import { createApp } from '../express/app.js';
import { installedVersion } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { settings } from '../shared/settings.js';
import { startWorkers } from '../shared/workers.js';

startWorkers(() => {
  const app = createApp(express, { target: 'express-tuned', version: installedVersion('express', import.meta.url) });
  // What an API that nobody asks again with If-None-Match does without: a header, and a hash over each answer.
  app.disable('x-powered-by');
  app.disable('etag');
  // No endpoint reads the query.
  app.disable('query parser');
  supervise(app.listen(settings.port, settings.host));
});
