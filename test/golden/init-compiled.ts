import { defineConfig } from 'perfcmp';

// What it is for.
export default defineConfig({
  // Servers to measure. The command is from "start" of package.json.
  // perfcmp chooses a free port and gives it in PORT.
  // One alone is measured; the next is compared with it: another version, another setting.
  targets: [
    { label: 'shop', command: 'node dist/main.js', env: { NODE_ENV: 'production' } },
    // {
    //   label: 'shop-tuned',
    //   command: 'node dist/main.js',
    //   env: { NODE_ENV: 'production', NODE_OPTIONS: '--max-semi-space-size=64' },
    // },
  ],

  // What it is asked with GET; anything but 2xx and 3xx is a failure.
  path: '/',

  // For perfcmp gate: the working tree against the last commit, fails where it is proven to be slower.
  gate: {
    base: 'HEAD',
    start: 'NODE_ENV=production node dist/main.js',
    build: ['npm ci', 'npm run build'],
  },
});
