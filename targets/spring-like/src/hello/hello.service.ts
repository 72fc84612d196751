import { Injectable } from '@nestjs/common';

@Injectable()
export class HelloService {
  greeting() {
    return 'Hello, World!';
  }
}
