import { it } from 'vitest';
import { crash } from './crash.ts';
import { MOMENT_SCENARIOS } from './moments.ts';

it.concurrent.for(Object.entries(MOMENT_SCENARIOS))(
  'a kill %s',
  async ([, { point, ...scenario }], context) => {
    await crash(context, scenario, point);
  },
);
