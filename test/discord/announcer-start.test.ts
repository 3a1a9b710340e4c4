import { expect, it } from 'vitest';
import { openDispatch } from './dispatch-bench.ts';

it('takes up no message where the start is broken off', async () => {
  const handlers = { commands: [], messageCommands: [], buttons: {}, modals: {} };
  const { announcer } = await openDispatch(handlers, {});
  const start = announcer.start(AbortSignal.abort(new Error('enough')));
  await expect(start).rejects.toThrow('enough');
});
