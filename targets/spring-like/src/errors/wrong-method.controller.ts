import { All, Controller, Header, MethodNotAllowedException } from '@nestjs/common';

/** Nest answers a wrong method with 404; the contract wants 405. Registered last, so it sees what no other route took. */
@Controller()
export class WrongMethodController {
  @All(['health', 'plaintext', 'json', 'benchmark', 'stats', 'cached', 'cached/:key', 'cache/stats'])
  @Header('Allow', 'GET')
  onlyGet(): never {
    throw new MethodNotAllowedException();
  }

  @All('admin/reset')
  @Header('Allow', 'POST')
  onlyPost(): never {
    throw new MethodNotAllowedException();
  }
}
