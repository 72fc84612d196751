import { Injectable, type PipeTransform } from '@nestjs/common';
import { ContractError, INVALID_KEY } from '../../../shared/errors.js';
import { DEFAULT_KEY, isValidKey } from '../../../shared/response-cache.js';

@Injectable()
export class CacheKeyPipe implements PipeTransform<string | undefined, string> {
  transform(key: string = DEFAULT_KEY): string {
    if (!isValidKey(key)) throw new ContractError(INVALID_KEY);
    return key;
  }
}
