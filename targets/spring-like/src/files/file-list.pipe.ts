import { Injectable, type PipeTransform } from '@nestjs/common';
import { parseFileRequest } from '../../../shared/file-request.js';
import type { ReceivedBytes } from '../http/received-body.decorator.js';

/** Validates the list of files before any of them is touched. */
@Injectable()
export class FileListPipe implements PipeTransform<ReceivedBytes, string[]> {
  transform({ bytes }: ReceivedBytes): string[] {
    return parseFileRequest(bytes);
  }
}
