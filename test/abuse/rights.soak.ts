import { it } from 'vitest';
import { forgeAll } from './forge-all.ts';

it('many forged presses and forms do nothing that the table of rights does not allow', () =>
  forgeAll(15));
