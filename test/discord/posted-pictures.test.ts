import { REST } from 'discord.js';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { PostedPictures } from '../../src/discord/posted-pictures.ts';
import { RestCalls } from '../../src/discord/rest-calls.ts';
import { PictureStore } from '../../src/jobs/picture-store.ts';
import { LogBench } from '../support/log-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

it('fetching back what was hidden ends with the start that is broken off, in the middle of one', async () => {
  const bench = new LogBench();
  for (const id of ['1', '2', '3']) {
    const job = await bench.jobIn('completed');
    await bench.log.noteMessage(job, id);
  }
  await bench.db.updateTable('jobs').set({ visibility: 'hidden' }).execute();
  const start = new AbortController();
  const halt = new AbortController();
  let asked = 0;
  const rest = new REST({
    // Discord gives no answer.
    makeRequest: () => {
      asked += 1;
      start.abort(new Error('enough'));
      return new Promise(() => undefined);
    },
  });
  const pictures = new PostedPictures({
    calls: new RestCalls(rest, { botToken: 'x', clock: systemClock, halt: halt.signal }),
    log: bench.log,
    pictures: new PictureStore(tempFolder()),
    logger: pino({ level: 'silent' }),
    halt: halt.signal,
    fetchPicture: () => Promise.reject(new Error('there is none')),
  });
  await expect(pictures.start(start.signal)).rejects.toThrow('enough');
  expect(asked).toBe(1);
  halt.abort();
  await pictures.stop();
});
