import express from 'express';
import { installedVersion } from '../shared/health.js';
import { supervise } from '../shared/lifecycle.js';
import { settings } from '../shared/settings.js';
import { startWorkers } from '../shared/workers.js';
import { createApp } from './app.js';

// As people run it: X-Powered-By and ETag stay on.
startWorkers(() => {
  const app = createApp(express, { target: 'express', version: installedVersion('express', import.meta.url) });
  supervise(app.listen(settings.port, settings.host));
});
