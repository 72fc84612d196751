import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nestRoutes } from '../../src/project/nest-routes.js';

const MAIN = 'const app = await NestFactory.create(AppModule);\nawait app.listen(process.env.PORT ?? 3000);';
const CATS = `
import { Controller, Get } from '@nestjs/common';

@ApiTags('cats')
@Controller('cats')
export class CatsController {
  constructor(private readonly cats: CatsService) {}

  @Get()
  findAll(@Query('page') page = 1): Cat[] { return this.cats.all(page); }

  @Get('count')
  @HttpCode(200)
  count() { return { count: 1 }; }

  @Get(':id')
  one(@Param('id') id: string) { return id; }

  @UseGuards(AuthGuard('jwt'))
  @Get('mine')
  mine() { return []; }

  @Get('secret')
  @UseGuards(AuthGuard)
  secret() { return []; }

  @Post()
  create() {}
}`;

test("routes of NestJS are its controllers' paths, below the global prefix, without what is guarded", () => {
  const root = '@Controller()\nexport class AppController {\n  @Get()\n  hello() { return 1; }\n}';
  assert.deepEqual(nestRoutes(MAIN, [root, CATS]), ['/', '/cats', '/cats/count']);
  assert.deepEqual(nestRoutes(`${MAIN}\napp.setGlobalPrefix('api');`, [root, CATS]), [
    '/api',
    '/api/cats',
    '/api/cats/count',
  ]);
  assert.deepEqual(nestRoutes(MAIN, [CATS.replace("@Controller('cats')", "@Controller({ path: 'pets' })")]), [
    '/pets',
    '/pets/count',
  ]);
});

test('of NestJS nothing is told where something else makes its paths', () => {
  assert.deepEqual(nestRoutes(`${MAIN}\napp.setGlobalPrefix(prefix);`, [CATS]), []);
  assert.deepEqual(nestRoutes(`${MAIN}\napp.enableVersioning({ type: VersioningType.URI });`, [CATS]), []);
  assert.deepEqual(nestRoutes(MAIN, [CATS.replace("@Controller('cats')", '@Controller(PATH)')]), []);
  assert.deepEqual(nestRoutes(MAIN, [CATS.replace('@ApiTags', '@UseGuards(A)\n@ApiTags')]), []);
  const module = (words: string): string =>
    `@Module({ ${words}, controllers: [CatsController] })\nexport class AppModule {}`;
  const guarded = module('providers: [{ provide: APP_GUARD, useClass: AuthGuard }]');
  assert.deepEqual(nestRoutes(MAIN, [CATS], [module('providers: [Cats]'), guarded]), []);
  assert.deepEqual(nestRoutes(MAIN, [CATS], [module("imports: [RouterModule.register([{ path: 'v1' }])]")]), []);
  assert.deepEqual(nestRoutes(MAIN, [CATS], [module('providers: [Cats] /* no APP_GUARD */')]), [
    '/cats',
    '/cats/count',
  ]);
});
