import { Injectable } from '@nestjs/common';
import { describeUpload } from '../../../shared/zero-copy.js';
import type { ReceivedBytes } from '../http/received-body.decorator.js';

@Injectable()
export class UploadService {
  describe({ bytes, bytesCopied }: ReceivedBytes) {
    return describeUpload(bytes, bytesCopied);
  }
}
