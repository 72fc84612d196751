import { Controller, Get, Header } from '@nestjs/common';
import { HelloService } from './hello.service.js';

@Controller()
export class HelloController {
  constructor(private readonly hello: HelloService) {}

  @Get('plaintext')
  @Header('Content-Type', 'text/plain')
  plaintext() {
    return this.hello.greeting();
  }

  @Get('json')
  json() {
    return { message: this.hello.greeting() };
  }
}
