// What it is for.
/** @type {import('perfcmp').UserConfig} */
export default {
  // Servers to measure. The command is from "start" of package.json.
  // It listens on 3000 whatever PORT says, so perfcmp is told to look for it there.
  // To compare it with another, let it listen on PORT, and leave PORT out here.
  targets: [
    { label: 'shop', command: 'node server.js', env: { NODE_ENV: 'production', PORT: '3000' } },
  ],

  // What it is asked with GET, as found in server.js; anything but 2xx and 3xx is a failure.
  path: '/only',
};
