import { expect, it } from 'vitest';
import { copyJob } from '../../support/copy-job.ts';
import { CountedTurns } from '../../support/counted-turns.ts';
import { sampleRequest } from '../../../packages/stand-ins/playground/cards/sample-job.ts';
import { writeBeside } from '../../support/write-beside.ts';
import { openDispatch } from '../intake/dispatch-bench.ts';

const handlers = { commands: [], messageCommands: [], buttons: [], selects: [], modals: [] };

it('takes up no message where the start is broken off', async () => {
  const { announcer } = await openDispatch(handlers, {});
  const start = announcer.resume(AbortSignal.abort(new Error('enough')));
  await expect(start).rejects.toThrow('enough');
});

it('takes up a hundred messages at a time, with a turn of the event loop after each hundred', async () => {
  const editTurns = new CountedTurns();
  const { announcer, log, databasePath } = await openDispatch(handlers, {}, { editTurns });
  const job = await log.create({
    id: 'first',
    state: 'ready',
    interactionId: '1',
    interactionToken: 'token',
    tokenExpiresAt: 1,
    guildId: '1',
    channelId: '2',
    userId: '3',
    ageRestricted: false,
    request: sampleRequest(),
    models: { checkpoint: 'c', ipAdapterFile: 'i', clipVisionName: 'v' },
  });
  await copyJob(databasePath, job?.id ?? '', 249);
  // One that cannot be read has no message, which would have turns of its own.
  await writeBeside(databasePath, `UPDATE jobs SET params = ''`);
  await announcer.resume();
  expect([editTurns.taken, editTurns.reads]).toEqual([3, 3]);
});
