import { describe, expect, it } from 'vitest';
import { imagine, jobOf, openStudio, textOf } from '../../commands/scene.ts';
import { expectOneResult, shownJob } from './bad-day.ts';
import { refusal } from '../rest/refusal.ts';
import { completedMessage, phaseShown } from '../../support/job-message.ts';

const EDIT = { method: 'PATCH', path: /\/webhooks\// };

describe('a first answer that is lost', () => {
  it.each(['before', 'after'] as const)(
    '%s it takes effect still comes to exactly one message, with the picture',
    async (when) => {
      const studio = await openStudio();
      studio.discord.rest.fault({ path: /callback$/, when, answer: 'reset' });
      const interaction = await imagine(studio);
      await completedMessage(studio, interaction);
      await shownJob(studio, interaction);
      const [message, ...others] = studio.discord.messages(
        studio.discord.world.channels.restricted,
        studio.discord.world.people.cleo,
      );
      expect(others).toEqual([]);
      expect(message?.files).toHaveLength(1);
      expect((await jobOf(studio, interaction)).messageId).toBe(message?.id);
    },
  );

  it('is not edited by its token once the bot has posted a message in its stead', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ path: /callback$/, answer: 'reset' });
    studio.runpod.hold();
    const interaction = await imagine(studio);
    const { id } = await studio.discord.waitFor((message) => phaseShown(message) === 'working');
    studio.runpod.release();
    const done = await completedMessage(studio, interaction);
    expect(done.id).toBe(id);
    const edits = studio.discord.rest.requests.filter(
      ({ method, path }) => method === 'PATCH' && path.includes('/webhooks/'),
    );
    expect(edits.map(({ status }) => status)).toEqual([404]);
  });

  it('is made up for by a post where there is no message that it answered by', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ path: /callback$/, answer: 'reset' });
    studio.discord.rest.fault({ ...EDIT, answer: refusal(404, 10008) });
    await expectOneResult(studio, await imagine(studio));
  });

  it('is made up for by one post, although the answer to that is lost too', async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ path: /callback$/, answer: 'reset' });
    const post = { method: 'POST', path: /\/messages$/ };
    studio.discord.rest.fault({ ...post, when: 'after', answer: refusal(500, 0) });
    await expectOneResult(studio, await imagine(studio));
  });

  it('can still be cancelled from the message that is posted instead', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    studio.discord.rest.fault({ path: /callback$/, answer: 'reset' });
    const interaction = await imagine(studio);
    const message = await studio.discord.waitFor((one) => textOf(one).includes('Waiting'));
    await expect.poll(async () => (await jobOf(studio, interaction)).messageId).toBe(message.id);
    const { ada } = studio.discord.world.people;
    const click = await studio.discord.click({ by: ada, message, label: 'Cancel' });
    const { message: shown } = await click.answered;
    expect(shown && textOf(shown)).toContain('Cancelled by');
  });
});
