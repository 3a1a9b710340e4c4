import { it } from 'vitest';
import { crash } from './crash.ts';
import { DEFERRED_SCENARIOS } from './deferred.ts';

it.concurrent.for(Object.entries(DEFERRED_SCENARIOS))(
  'a kill of a bot that defers, %s',
  async ([, { point, ...scenario }], context) => {
    await crash(context, scenario, point);
  },
);
