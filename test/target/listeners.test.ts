import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseListeners } from '../../src/target/listeners.js';

const HEADER = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

test('listening sockets are read with address, port and inode, all others left out', () => {
  const text = `${HEADER}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 999 1 0
   2: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 777 1 0
`;
  assert.deepEqual(parseListeners(text), [
    { host: '127.0.0.1', port: 8080, inode: '12345' },
    { host: '0.0.0.0', port: 22, inode: '999' },
  ]);
});

test('IPv6 addresses are read word by word', () => {
  const rest = '00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1 0';
  const text = `${HEADER}   0: 00000000000000000000000001000000:0BB8 ${rest}
   1: 00000000000000000000000000000000:0BB9 ${rest}
   2: B80D0120000000000000000001000000:0BBA ${rest}
`;
  assert.deepEqual(
    parseListeners(text).map(({ host, port }) => [host, port]),
    [
      ['::1', 3000],
      ['::', 3001],
      ['2001:db8:0:0:0:0:0:1', 3002],
    ],
  );
});
