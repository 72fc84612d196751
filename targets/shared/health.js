import { createRequire } from 'node:module';

/**
 * GET /health: what truly runs, told by itself.
 *
 * @param {string} target
 * @param {string} version
 */
export function describeHealth(target, version) {
  return { status: 'ok', target, version, runtime: `node ${process.versions.node}`, pid: process.pid };
}

/**
 * The version of a package as the asking module would load it.
 *
 * @param {string} name
 * @param {string} askedFrom `import.meta.url` of the asking module
 * @returns {string}
 */
export function installedVersion(name, askedFrom) {
  return createRequire(askedFrom)(`${name}/package.json`).version;
}
