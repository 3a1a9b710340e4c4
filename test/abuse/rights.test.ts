import { it } from 'vitest';
import { forgeAll } from './forge-all.ts';

it('forged presses and forms do nothing that the table of rights does not allow', () =>
  forgeAll(2));
