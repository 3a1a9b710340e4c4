import { expect, it, vi } from 'vitest';
import type { Command } from '../../../src/discord/intake/handlers.ts';
import type { JobLog } from '../../../src/jobs/job-log.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { sampleJob, sampleRequest } from '../../support/sample-job.ts';
import { definition, openDispatch } from '../intake/dispatch-bench.ts';

interface Services {
  log?: JobLog;
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

it('reads nothing of a job while its message may not be edited yet', async () => {
  const clock = new ManualClock();
  const services: Services = {};
  const handlers = { commands: [ASK], messageCommands: [], buttons: [], selects: [], modals: [] };
  const { discord, announcer, log, observations } = await openDispatch(handlers, services, {
    clock,
  });
  services.log = log;
  announcer.follow();
  await announcer.resume();
  const { people, channels } = discord.world;
  const asked = await discord.command({ by: people.ada, in: channels.general, name: 'ask' });
  await asked.answered;
  const find = vi.spyOn(log.jobs, 'find');
  for (const place of [7, 6, 5]) {
    observations.note('k3f9x2ab', { place });
    await clock.advance(1_500);
  }
  expect(find).not.toHaveBeenCalled();
  await clock.advance(500);
  await expect.poll(() => find.mock.calls.length).toBe(1);
});
