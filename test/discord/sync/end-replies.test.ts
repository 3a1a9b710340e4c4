import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EndReplies } from '../../../src/discord/sync/end-replies.ts';
import type { Job } from '../../../src/jobs/job.ts';
import { removeJob } from '../../../src/jobs/sql/visibility.ts';
import { PersonSettings } from '../../../src/privacy/sql/member-settings.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { imagine, openStudio } from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';
import { LogBench } from '../../support/log-bench.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { moveUntil } from '../../support/move-until.ts';
import { refusal } from '../rest/refusal.ts';
import { ONLY_PROCESS } from '../../../src/store/processes.ts';
import { HELLO, openMessages } from '../rest/messages-bench.ts';

const MINUTE = 60_000;
const POST = { method: 'POST', path: /\/channels\/\d+\/messages$/ };
const PICTURE = { file: 'a-1.png', format: 'png' } as const;

/** A Discord, a job log, and what tells of ends: `again` is that of the next start. */
async function open() {
  const bench = new LogBench();
  const { log, clock } = bench;
  const { discord, messages, halt } = await openMessages({ time: clock });
  const { people, channels } = discord.world;
  const settings = new PersonSettings(bench.store);
  const begun: EndReplies[] = [];
  const start = async (afterMs = MINUTE) => {
    const replies = new EndReplies({
      processes: ONLY_PROCESS,
      log,
      messages,
      afterMs,
      wantsNotice: async (userId) => (await settings.of(userId)).notify,
      clock,
      logger: pino({ enabled: false }),
      turns: new Turns(),
    });
    begun.push(replies);
    replies.follow();
    await replies.resume();
    return replies;
  };
  onTestFinished(async () => {
    halt.abort(new Error('over'));
    await Promise.all(begun.map((replies) => replies.stop()));
  });
  /** A job of Ada's that ended after so many minutes, as its message shows by now. */
  const ended = async (minutes: number, pictures = [PICTURE]): Promise<Job> => {
    const channelId = channels.restricted.id;
    const parts = { channelId, userId: people.ada.id };
    const running = await bench.jobIn('running', parts);
    await log.note.message(running, await messages.create(channelId, HELLO));
    await clock.advance(minutes * MINUTE);
    const { id, revision } =
      pictures.length > 0
        ? await bench.move(running, 'completed', { pictures })
        : await bench.move(running, 'failed', { error: { code: 'no_pictures' } });
    await log.note.shown(id, revision);
    return bench.find(running);
  };
  const posted = () =>
    discord.messages(channels.restricted).filter((message) => message.message_reference);
  /** Once it is settled whether a job's requester is told. */
  const settled = (job: Job) =>
    expect.poll(async () => (await bench.find(job)).toldAt).toBeDefined();
  const tries = () =>
    discord.rest.requests.filter(({ method, path }) => method === 'POST' && POST.path.test(path))
      .length;
  return { bench, log, clock, discord, people, settings, start, ended, posted, settled, tries };
}

describe('the end of a job that took long', () => {
  it.each([
    ['with its picture', [PICTURE], 'Your picture is ready.'],
    ['with several', [PICTURE, PICTURE], 'Your 2 pictures are ready.'],
    ['without', [], 'Your picture failed: the message says why.'],
  ])('%s is told by a reply that pings its requester alone, once', async (_, pictures, words) => {
    const { bench, people, start, ended, posted, settled } = await open();
    const replies = await start();
    const job = await ended(2, pictures);
    replies.onEndShown(job);
    replies.onEndShown(job);
    await settled(job);
    const [reply, ...others] = posted();
    expect(others).toEqual([]);
    expect(reply?.content).toBe(`<@${people.ada.id}> ${words}`);
    expect(reply?.mentions.map(({ id }) => id)).toEqual([people.ada.id]);
    expect(reply?.message_reference?.message_id).toBe(job.messageId);
    expect((await bench.find(job)).toldMessageId).toBe(reply?.id);
  });

  it('is not told to somebody who does not want it', async () => {
    const { bench, clock, people, settings, start, ended, posted, settled } = await open();
    const replies = await start();
    await settings.change(people.ada.id, { notify: false });
    const unwanted = await ended(2);
    replies.onEndShown(unwanted);
    // Once the setting is read.
    await clock.advance(0);
    await settings.change(people.ada.id, { notify: true });
    const wanted = await ended(2);
    replies.onEndShown(wanted);
    await settled(wanted);
    expect(posted()).toHaveLength(1);
    expect((await bench.find(unwanted)).toldAt).toBeUndefined();
  });

  it('is told by the next start where this one did not come to it', async () => {
    const { start, ended, posted, settled } = await open();
    const [first, second] = [await ended(2), await ended(2)];
    const quick = await ended(1);
    await start();
    await settled(first);
    await settled(second);
    expect(posted().map((reply) => reply.message_reference?.message_id)).toEqual([
      first.messageId,
      second.messageId,
    ]);
    expect(quick.toldAt).toBeUndefined();
  });

  it('is not told by one that comes half an hour later', async () => {
    const { clock, start, ended, posted, settled } = await open();
    await ended(2);
    await clock.advance(31 * MINUTE);
    const late = await ended(2);
    await start();
    await settled(late);
    expect(posted()).toHaveLength(1);
  });

  it.each([
    ['soon', 0],
    ['when Discord has forgotten the nonce', 10],
  ])(
    'is not told twice by a next start that comes %s, where a crash cut off the first',
    async (_, minutes) => {
      const { bench, clock, discord, start, ended, posted, settled } = await open();
      const job = await ended(2);
      discord.rest.fault({ ...POST, when: 'after', answer: 'hang' });
      (await start()).onEndShown(job);
      await expect.poll(posted).toHaveLength(1);
      expect((await bench.find(job)).toldAt).toBeUndefined();
      await clock.advance(minutes * MINUTE);
      await start();
      await settled(job);
      expect(posted()).toHaveLength(1);
      expect((await bench.find(job)).toldMessageId).toBe(posted()[0]?.id);
    },
  );

  it('is tried again where Discord fails in passing, and not for ever', async () => {
    const { bench, clock, discord, start, ended, posted, settled } = await open();
    const replies = await start();
    const job = await ended(2);
    discord.rest.fault({ ...POST, times: 99, answer: refusal(400, 50083) });
    replies.onEndShown(job);
    const given = settled(job);
    const over = { yes: false };
    void given.then(() => (over.yes = true));
    while (!over.yes) await clock.advance(10_000);
    expect(posted()).toEqual([]);
    expect((await bench.find(job)).toldMessageId).toBeUndefined();
  });

  it.each([
    ['may not be told in its channel', refusal(403, 50013)],
    ['has no message any more', refusal(400, 50035)],
  ])('of one that %s is given up at once', async (_, answer) => {
    const { bench, discord, start, ended, settled, tries } = await open();
    const replies = await start();
    const job = await ended(2);
    const before = tries();
    discord.rest.fault({ ...POST, times: 99, answer });
    replies.onEndShown(job);
    await settled(job);
    expect(tries() - before).toBe(1);
    expect((await bench.find(job)).toldMessageId).toBeUndefined();
  });
});

describe('the reply to the message of a job', () => {
  it('goes when the job is removed', async () => {
    const { bench, log, start, ended, posted, settled } = await open();
    const replies = await start();
    const job = await ended(2);
    replies.onEndShown(job);
    await settled(job);
    await log.change((changing) => removeJob(changing, job.id));
    await expect.poll(posted).toEqual([]);
    await expect.poll(async () => (await bench.find(job)).toldMessageId).toBeUndefined();
  });

  it.each(['removed', 'erased'])(
    'goes where that was %s while it was on its way out',
    async (how) => {
      const { bench, clock, discord, log, start, ended, posted, settled } = await open();
      const replies = await start();
      const job = await ended(2);
      discord.rest.fault({ ...POST, when: 'after', delayMs: 300 });
      replies.onEndShown(job);
      await expect.poll(async () => (await bench.find(job)).tellingAt).toBeDefined();
      if (how === 'removed') await log.change((changing) => removeJob(changing, job.id));
      else
        await bench.db.updateTable('jobs').set({ erasedAt: 1 }).where('id', '=', job.id).execute();
      await moveUntil(clock, settled(job));
      await expect.poll(posted).toEqual([]);
      await expect.poll(async () => (await bench.find(job)).toldMessageId).toBeUndefined();
    },
  );

  it.each(['removed', 'erased'])(
    'goes at the next start where that was %s before it ended',
    async (how) => {
      const { bench, log, start, ended, posted, settled } = await open();
      const replies = await start();
      const job = await ended(2);
      replies.onEndShown(job);
      await settled(job);
      await replies.stop();
      if (how === 'removed') await log.change((changing) => removeJob(changing, job.id));
      else
        await bench.db.updateTable('jobs').set({ erasedAt: 1 }).where('id', '=', job.id).execute();
      expect(posted()).toHaveLength(1);
      await start();
      await expect.poll(posted).toEqual([]);
    },
  );
});

it('is what a bot at work posts once the message shows the picture', async () => {
  const clock = new ManualClock();
  const studio = await openStudio({
    clock,
    env: { NOTIFY_AFTER_SECONDS: '60' },
    configure: (config) => ({ ...config, pollIntervalMs: 5_000 }),
  });
  studio.runpod.hold();
  const interaction = await imagine(studio);
  await interaction.answered;
  await clock.advance(MINUTE + 1_000);
  studio.runpod.release();
  await moveUntil(clock, completedMessage(studio, interaction));
  const told = studio.discord.waitFor(({ content }) => content.endsWith('is ready.'));
  await moveUntil(clock, told);
  const { message_reference: answered } = await told;
  const shown = studio.discord.message(answered?.message_id ?? '');
  expect(shown?.files).toHaveLength(1);
});
