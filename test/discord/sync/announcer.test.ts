import { describe, expect, it } from 'vitest';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';
import {
  imagine,
  jobOf,
  openStudio,
  settled,
  textOf,
  waitingMessage,
} from '../../commands/scene.ts';
import { completedMessage, messageIn, workingMessage } from '../../support/job-message.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { moveUntil } from '../../support/move-until.ts';
import type { Studio } from '../../support/studio.ts';
import { shownJob, undeliverableJob } from './bad-day.ts';
import { refusal } from '../rest/refusal.ts';
import { readBeside, writeBeside } from '../../support/write-beside.ts';

const EDIT = { method: 'PATCH', path: /\/webhooks\// };

/** Each edit's distance to the state before it, in milliseconds. */
function gaps({ versions }: Message): number[] {
  return versions.slice(1).map(({ at }, index) => at - (versions[index]?.at ?? 0));
}

function statusRequests({ runpod }: Studio): number {
  return runpod.http.requests.filter(({ path }) => path.includes('/status/')).length;
}

describe('edits of a message', () => {
  it('that come to nothing are no matter once the job has another driver', async () => {
    const studio = await openStudio();
    const { discord, runpod, databasePath, logged } = studio;
    runpod.hold();
    const interaction = await imagine(studio);
    const { id } = await workingMessage(studio, interaction);
    const late = Promise.withResolvers<undefined>();
    const { requests } = discord.rest;
    const before = requests.length;
    discord.rest.fault({ ...EDIT, until: late.promise, answer: refusal(404, 10_008) });
    const edit = () => requests.slice(before).find(({ method }) => method === EDIT.method);
    runpod.release();
    await expect.poll(async () => (await jobOf(studio, interaction)).state).toBe('completed');
    // Later, it would be left to the other driver.
    await expect.poll(edit).toBeDefined();
    await writeBeside(databasePath, "UPDATE jobs SET driver = 'another'");
    late.resolve(undefined);
    await expect.poll(() => edit()?.status).toBe(404);
    await studio.stopBot();
    const rows = await readBeside(databasePath, 'SELECT undeliverable_at FROM jobs');
    expect(rows).toEqual([{ undeliverable_at: null }]);
    expect(logged.join('')).not.toContain('cannot be reached any more');
    expect(discord.message(id)).toBeDefined();
  });

  it('are left to its driver after a click that another process answers', async () => {
    const studio = await openStudio();
    const { discord, runpod, databasePath } = studio;
    runpod.hold();
    const interaction = await imagine(studio);
    const message = await workingMessage(studio, interaction);
    await writeBeside(databasePath, "UPDATE jobs SET driver = 'another'");
    const click = await discord.click({ by: discord.world.people.ada, message, label: 'Cancel' });
    const { message: answer } = await click.answered;
    expect(answer && textOf(answer)).toContain('Cancelled');
    await studio.stopBot();
    const rows = await readBeside(
      databasePath,
      'SELECT state, shown_revision < revision AS unshown FROM jobs',
    );
    // An edit of the driver may still be on its way.
    expect(rows).toEqual([{ state: 'cancelled', unshown: 1 }]);
  });

  it('are not made where they would change nothing', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const interaction = await imagine(studio);
    const { id, versions } = await workingMessage(studio, interaction);
    const seen = statusRequests(studio);
    await expect.poll(() => statusRequests(studio)).toBeGreaterThan(seen + 20);
    expect(studio.discord.message(id)?.versions).toHaveLength(versions.length);
  });

  it('never come within a second of each other while the job is under way', async () => {
    const clock = new ManualClock();
    const studio = await openStudio({ clock });
    studio.runpod.hold();
    const interaction = await imagine(studio);
    const working = workingMessage(studio, interaction);
    await moveUntil(clock, working);
    const apart = gaps(await working);
    expect(apart.length).toBeGreaterThan(0);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(1_000);
  });

  it.each([
    ['a result', undefined, 'completed'],
    ['a failure', { error: 'No output images produced' }, 'failed'],
  ] as const)(
    'that show %s come at once, however late the one before was',
    async (_, script, state) => {
      const clock = new ManualClock();
      const studio = await openStudio({ clock });
      if (script) studio.runpod.script(script);
      studio.runpod.hold();
      const interaction = await imagine(studio);
      await moveUntil(clock, workingMessage(studio, interaction), 20);
      studio.runpod.release();
      await moveUntil(clock, settled(studio, interaction), 20);
      // From here on time stands still.
      await messageIn(studio, interaction, state);
    },
  );

  it('that show only progress are five seconds apart', async () => {
    const clock = new ManualClock();
    const studio = await openStudio({
      clock,
      runpod: { progress: true, stepMs: 1_000 },
      configure: (config) => ({ ...config, pollIntervalMs: 500 }),
    });
    const interaction = await imagine(studio, { steps: 50 });
    const done = completedMessage(studio, interaction);
    await moveUntil(clock, done);
    const { versions } = await done;
    const bars = versions.filter(({ payload }) => /▱ \d+%/.test(textOf(payload)));
    const apart = bars.slice(1).map(({ at }, index) => at - (bars[index]?.at ?? 0));
    expect(apart.length).toBeGreaterThan(2);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(5_000);
  });

  it('that fail with 500 are made again until they succeed', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...EDIT, times: 5, answer: { status: 500 } });
    const message = await completedMessage(studio, await imagine(studio));
    expect(message.files).toHaveLength(1);
  });

  it('whose answer is lost show the picture once', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...EDIT, when: 'after', answer: 'reset' });
    const interaction = await imagine(studio);
    const { id } = await completedMessage(studio, interaction);
    await settled(studio, interaction);
    await shownJob(studio, interaction);
    expect(studio.discord.message(id)?.files).toHaveLength(1);
    expect(
      studio.discord.messages(
        studio.discord.world.channels.restricted,
        studio.discord.world.people.cleo,
      ),
    ).toHaveLength(1);
  });
});

describe('the message of a job that is over', () => {
  it('is not sent again for a click on it', async () => {
    const studio = await openStudio();
    studio.runpod.script({ error: 'No output images produced' });
    const interaction = await imagine(studio);
    await settled(studio, interaction);
    const { messageId = '' } = await shownJob(studio, interaction);
    const message = studio.discord.message(messageId);
    if (!message) throw new Error('there is no message');
    const edits = () =>
      studio.discord.rest.requests.filter(({ method, path }) => {
        return method === 'PATCH' && path.includes(messageId);
      }).length;
    const before = edits();
    const { ada } = studio.discord.world.people;
    await completedMessage(
      studio,
      await studio.discord.click({ by: ada, message, label: 'Try again' }),
    );
    expect(edits()).toBe(before);
  });
});

describe('a message that Discord refuses', () => {
  it('for its words is shown without them, and the picture comes', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...EDIT, answer: refusal(400, 200000) });
    const { interaction, message } = await waitingMessage(studio);
    const done = await completedMessage(studio, interaction);
    expect(done.id).toBe(message.id);
    expect(textOf(done)).toContain('The prompt is not shown: Discord refused it here.');
    expect(done.files).toHaveLength(1);
  });

  it('in any form is given up, and the job keeps the state that it reached', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...EDIT, times: 9, answer: refusal(400, 50035) });
    const { interaction } = await waitingMessage(studio);
    await settled(studio, interaction);
    const { state, pictures } = await undeliverableJob(studio, interaction);
    expect([state, pictures.length]).toEqual(['completed', 1]);
  });

  it('by a page of something in between is tried again as it is', async () => {
    const studio = await openStudio();
    const answer = { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>' };
    studio.discord.rest.fault({ ...EDIT, times: 2, answer });
    const { interaction } = await waitingMessage(studio);
    const done = await completedMessage(studio, interaction);
    expect(done.files).toHaveLength(1);
    expect(textOf(done)).toContain('a lighthouse at dawn');
  });
});
