// What it is for.
/** @type {import('perfcmp').UserConfig} */
export default {
  // Servers to compare. These two come with perfcmp; perfcmp list shows the others.
  // One of your own is started by its command, with a free port in PORT and {port}, or is a url.
  // They are compared with Express where it takes part, else with the first; baseline names another.
  targets: [
    'node-http',
    'express',
    // { label: 'mine', command: 'node server.js' },
  ],

  // What they are asked: built-in scenarios, or of your own { name, path }.
  scenarios: ['json'],
};
