// What it is for.
/** @type {import('perfcmp').UserConfig} */
export default {
  // Servers to measure. The command is from "start" of package.json.
  // perfcmp chooses a free port and gives it in PORT.
  // One alone is measured; the next is compared with it: another version, another setting.
  targets: [
    { label: 'shop', command: 'node server.js', env: { NODE_ENV: 'production' } },
    // {
    //   label: 'shop-tuned',
    //   command: 'node server.js',
    //   env: { NODE_ENV: 'production', NODE_OPTIONS: '--max-semi-space-size=64' },
    // },
  ],

  // What it is asked: routes of server.js without parameters. method, headers, json and expect say more.
  scenarios: [
    { name: '/', path: '/' },
    { name: '/items', path: '/items' },
    { name: '/orders', path: '/orders' },
    // { name: '/users', path: '/users' },
  ],

  // Answers 2xx or 3xx as soon as the server is ready.
  health: '/health',

  // For perfcmp gate: the working tree against the last commit, fails where it is proven to be slower.
  gate: { base: 'HEAD', start: 'NODE_ENV=production node server.js' },
};
