/** What serves HTTP, by the package that a project depends on; of several the first. */
const FRAMEWORKS: readonly (readonly [packageName: string, title: string])[] = [
  ['next', 'Next.js'],
  ['nuxt', 'Nuxt'],
  ['@nestjs/core', 'NestJS'],
  ['@adonisjs/core', 'AdonisJS'],
  ['fastify', 'Fastify'],
  ['hono', 'Hono'],
  ['koa', 'Koa'],
  ['@hapi/hapi', 'hapi'],
  ['restify', 'restify'],
  ['polka', 'Polka'],
  ['h3', 'h3'],
  ['elysia', 'Elysia'],
  ['express', 'Express'],
];

/** The framework among a project's dependencies; null: none that is known. */
export function frameworkOf(dependencies: readonly string[]): string | null {
  return FRAMEWORKS.find(([name]) => dependencies.includes(name))?.[1] ?? null;
}
