import { testContractTarget } from './contract-promises.js';
import { targetFile } from './running-target.js';

testContractTarget('node-http', () => targetFile('node-http/server.js'));
