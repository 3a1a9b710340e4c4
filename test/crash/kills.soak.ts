import { describe, it } from 'vitest';
import { crash } from './crash.ts';
import type { KillPoint } from './kill-point.ts';
import { MOMENT_SCENARIOS } from './moments.ts';
import { transition, type Scenario } from './play.ts';
import { REQUEST_SCENARIOS } from './requests.ts';
import { TRANSITION_SCENARIOS } from './transitions.ts';

/** A few of the kills that `npm run test:crash` makes. */
const FEW: readonly (readonly [string, Scenario | undefined, KillPoint])[] = [
  [
    'between commit and first answer',
    TRANSITION_SCENARIOS[' > ready'],
    transition('committed', null, 'ready'),
  ],
  [
    'between the request to RunPod and its answer',
    REQUEST_SCENARIOS.run,
    { channel: 'undici:request:bodySent', facts: { route: 'run' } },
  ],
  [
    'between the file and the row',
    MOMENT_SCENARIOS['between a picture and its row'],
    { channel: 'darkroom:picture:stored' },
  ],
  [
    'before the picture leaves for Discord',
    REQUEST_SCENARIOS.upload,
    { channel: 'undici:request:create', facts: { route: 'upload' } },
  ],
  [
    'between posting a message and its answer',
    REQUEST_SCENARIOS.post,
    { channel: 'undici:request:bodySent', facts: { route: 'post' } },
  ],
  [
    'during the upload to Discord',
    REQUEST_SCENARIOS.upload,
    { channel: 'undici:request:bodyChunkSent', facts: { route: 'upload' } },
  ],
];

describe.concurrent('a bot that is killed', () => {
  it.for(FEW)('%s finishes its job in one message', async ([, scenario, point], context) => {
    if (!scenario) throw new Error('there is no such scenario');
    await crash(context, scenario, point);
  });
});
