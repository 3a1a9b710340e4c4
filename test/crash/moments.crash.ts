import { it } from 'vitest';
import { crash } from './crash.ts';
import { GOING_ON_SCENARIOS } from './going-on.ts';
import { MOMENT_SCENARIOS } from './moments.ts';
import { PEOPLE_SCENARIOS } from './people.ts';
import { SEVERAL_SCENARIOS } from './several.ts';

it.concurrent.for(
  Object.entries({
    ...MOMENT_SCENARIOS,
    ...SEVERAL_SCENARIOS,
    ...PEOPLE_SCENARIOS,
    ...GOING_ON_SCENARIOS,
  }),
)('a kill %s', async ([, { point, ...scenario }], context) => {
  await crash(context, scenario, point);
});
