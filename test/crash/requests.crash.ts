import { describe, it } from 'vitest';
import { crash } from './crash.ts';
import { REQUEST_SCENARIOS, UPLOADS_AS_BOT } from './requests.ts';
import { PIECE_RECEIVED, PIECE_SENT, REQUEST_PHASES } from './routes.ts';

const scenarios = Object.entries(REQUEST_SCENARIOS);
const phases = Object.entries(REQUEST_PHASES);

describe.concurrent.each(scenarios)('a kill at a request (%s)', (route, scenario) => {
  it.for(phases)('%s', async ([, channel], context) => {
    await crash(context, scenario, { channel, facts: { route } });
  });
});

describe.concurrent('a kill in the middle', () => {
  it('of the download of a result', async (context) => {
    const point = { channel: PIECE_RECEIVED, facts: { route: 'status' }, nth: 3 };
    await crash(context, REQUEST_SCENARIOS.status, point);
  });

  it('of the download of a photo', async (context) => {
    const point = { channel: PIECE_RECEIVED, facts: { route: 'attachment' } };
    await crash(context, REQUEST_SCENARIOS.attachment, point);
  });

  it.for(['edit as bot', 'post'] as const)('of an upload by %s', async (route, context) => {
    const point = { channel: PIECE_SENT, facts: { route } };
    await crash(context, UPLOADS_AS_BOT[route], point);
  });

  it('of an upload to Discord', async (context) => {
    const point = { channel: PIECE_SENT, facts: { route: 'upload' } };
    await crash(context, REQUEST_SCENARIOS.upload, point);
  });
});
