import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';

interface Route {
  readonly pattern: RegExp;
  readonly method: string;
}

/** The routes of all controllers, read from their decorators: Nest itself cannot say that only the method was wrong. */
@Injectable()
export class KnownRoutes implements OnApplicationBootstrap {
  private routes: readonly Route[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    this.routes = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => this.routesOf(metatype as new () => object));
  }

  /** The method that a path is served with; undefined: it is not served at all. */
  methodOf(path: string): string | undefined {
    return this.routes.find(({ pattern }) => pattern.test(path))?.method;
  }

  private routesOf(controller: new () => object): Route[] {
    const prefix: string = Reflect.getMetadata(PATH_METADATA, controller);
    return this.scanner.getAllMethodNames(controller.prototype).flatMap((name) => {
      const handler: object = controller.prototype[name];
      const paths: string | string[] | undefined = Reflect.getMetadata(PATH_METADATA, handler);
      const method: RequestMethod = Reflect.getMetadata(METHOD_METADATA, handler);
      return [paths ?? []].flat().map((path) => ({ pattern: patternOf(prefix, path), method: RequestMethod[method] }));
    });
  }
}

/** A parameter such as `:key` stands for one segment. */
function patternOf(prefix: string, path: string): RegExp {
  const segments = `${prefix}/${path}`.split('/').filter((segment) => segment !== '');
  return new RegExp(`^/${segments.map((segment) => (segment.startsWith(':') ? '[^/]+' : segment)).join('/')}$`);
}
