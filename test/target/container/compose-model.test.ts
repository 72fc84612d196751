import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adaptServices, type ComposeModel, portsOf } from '../../../src/target/container/compose-model.js';

const MODEL: ComposeModel = {
  name: 'shop',
  services: {
    web: {
      build: { context: '/srv/shop' },
      container_name: 'shop-web',
      ports: [
        { target: 3000, protocol: 'tcp' },
        { target: 9000, protocol: 'udp' },
      ],
      environment: { MODE: 'production', PRICE: '$$5', UNSET: null },
      labels: { team: 'shop' },
      profiles: ['front'],
      restart: 'always',
      deploy: { replicas: 3, resources: { limits: { memory: '1g' } } },
      depends_on: { db: { condition: 'service_healthy' } },
    },
    db: { image: 'postgres:17', ports: [{ target: 5432 }], profiles: ['back'], restart: 'always' },
  },
  volumes: { data: { name: 'perfcmp-x_data' } },
};

test('ports are those a service publishes, else those it exposes', () => {
  const [web = {}, db = {}] = Object.values(MODEL.services);
  assert.deepEqual([portsOf(web), portsOf(db)], [[3000], [5432]]);
  assert.deepEqual(portsOf({ expose: ['8080', '9090/tcp', '53/udp'] }), [8080, 9090]);
  assert.deepEqual(portsOf({}), []);
});

const RUN = { port: 3000, hostPort: 24_001, env: { PERFCMP_WORKERS: '1', KEY: 'a$b' }, cpuList: '1' };
const MARKS = { labels: { perfcmp: 'run' }, env: { PERFCMP_INSTANCE: '1a2b' } };

test('only the measured service is published, on loopback; nothing has a name or port that others could hold', () => {
  const place = { project: 'perfcmp-x', marks: MARKS, run: RUN, images: 'perfcmp-1a2b' };
  const { services, ...rest } = adaptServices(MODEL, 'web', place);
  assert.deepEqual(rest, { name: 'perfcmp-x', volumes: MODEL.volumes });
  assert.deepEqual(services.web, {
    build: { context: '/srv/shop' },
    image: 'perfcmp-1a2b-web',
    labels: { team: 'shop', perfcmp: 'run' },
    depends_on: { db: { condition: 'service_healthy' } },
    attach: true,
    ports: [{ mode: 'ingress', host_ip: '127.0.0.1', target: 3000, published: '24001', protocol: 'tcp' }],
    environment: {
      MODE: 'production',
      PRICE: '$$5',
      UNSET: null,
      PERFCMP_INSTANCE: '1a2b',
      PERFCMP_WORKERS: '1',
      KEY: 'a$$b',
    },
    deploy: { replicas: 1, resources: { limits: { memory: '1g' } }, restart_policy: { condition: 'none' } },
    cpuset: '1',
  });
  assert.deepEqual(services.db, {
    image: 'postgres:17',
    restart: 'always',
    labels: { perfcmp: 'run' },
    environment: { PERFCMP_INSTANCE: '1a2b' },
  });
});

test('volumes and networks are new ones of the project, whatever they are called, and external ones stay whose they are', () => {
  const shared = { name: 'corporate', external: true };
  const model: ComposeModel = {
    services: MODEL.services,
    volumes: { data: { name: 'shop_data', driver: 'local' }, plain: null, shared },
    networks: { default: { name: 'shop_default', ipam: {} }, back: { name: 'backbone', internal: true }, shared },
  };
  const { volumes, networks } = adaptServices(model, 'web', { project: 'p', images: 'i' });
  assert.deepEqual(volumes, { data: { name: 'p_data', driver: 'local' }, plain: { name: 'p_plain' }, shared });
  assert.deepEqual(networks, {
    default: { name: 'p_default', ipam: {} },
    back: { name: 'p_back', internal: true },
    shared,
  });
});

test('what is only fetched keeps how it runs', () => {
  const { services } = adaptServices(MODEL, 'web', { project: 'p', images: 'i' });
  assert.deepEqual([services.web?.restart, services.web?.image], ['always', 'i-web']);
});
