import { it } from 'vitest';
import { forgeAll } from './forge-all.ts';

it('nothing that the table of rights does not allow comes of many forged presses and forms', () =>
  forgeAll(15));
