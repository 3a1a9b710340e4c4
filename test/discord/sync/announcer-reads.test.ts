import { expect, it, vi } from 'vitest';
import type { Command } from '../../../src/discord/intake/handlers.ts';
import type { JobLog } from '../../../src/jobs/job-log.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import {
  sampleJob,
  sampleRequest,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';
import { definition, openDispatch } from '../intake/dispatch-bench.ts';

interface Services {
  log?: JobLog;
  /** Called with the log before anything is asked for. */
  readonly prepare?: (log: JobLog) => void;
}

/** A command that asks for a picture, of which nothing becomes more. */
const ASK: Command<Services> = {
  definition: definition('ask'),
  async execute({ id, token, channel, guildId = '', user }, { log }) {
    const { models } = sampleJob();
    const job = await log?.create({
      id: 'k3f9x2ab',
      state: 'accepted',
      interactionId: id,
      interactionToken: token,
      tokenExpiresAt: Date.now() + 900_000,
      guildId,
      channelId: channel.id,
      userId: user.id,
      request: sampleRequest(),
      models,
      ageRestricted: false,
    });
    return job ? { kind: 'job', job } : { kind: 'answered' };
  },
};

/** Ada asks, and her message is there. */
async function ask(services: Services) {
  const clock = new ManualClock();
  const handlers = { commands: [ASK], messageCommands: [], buttons: [], selects: [], modals: [] };
  const bench = await openDispatch(handlers, services, { clock });
  const { discord, announcer, log } = bench;
  services.log = log;
  services.prepare?.(log);
  announcer.follow();
  await announcer.resume();
  const { people, channels } = discord.world;
  const asked = await discord.command({ by: people.ada, in: channels.general, name: 'ask' });
  const { message } = await asked.answered;
  return { ...bench, clock, message };
}

it('edits a message once more where its id could not be stored', async () => {
  const refused = vi.fn(() => Promise.reject(new Error('refused by a test')));
  const { clock, log, message } = await ask({
    prepare: ({ note }) => {
      note.shownLazily = refused;
    },
  });
  await expect.poll(() => refused.mock.calls.length).toBe(1);
  expect((await log.jobs.find('k3f9x2ab'))?.messageId).toBeUndefined();
  await clock.advance(60_000);
  await expect.poll(async () => (await log.jobs.find('k3f9x2ab'))?.messageId).toBe(message?.id);
});

it('reads nothing of a job while its message may not be edited yet', async () => {
  const { clock, log, observations } = await ask({});
  const find = vi.spyOn(log.jobs, 'find');
  for (const place of [7, 6, 5]) {
    observations.note('k3f9x2ab', { place });
    await clock.advance(1_500);
  }
  expect(find).not.toHaveBeenCalled();
  await clock.advance(500);
  await expect.poll(() => find.mock.calls.length).toBe(1);
});
