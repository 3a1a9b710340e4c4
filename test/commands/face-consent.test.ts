import { createHash } from 'node:crypto';
import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { ManualClock } from '../support/manual-clock.ts';
import type { Studio } from '../support/studio.ts';
import { consentsIn, photoSent } from './photo-of-job.ts';
import { portrait } from './portrait.ts';
import { answerShowing, imagine, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';
import { completedMessage, phaseShown } from '../support/job-message.ts';
import { phaseOf } from '../../src/jobs/job.ts';

const CONFIRM = 'I am this person, or have their permission';

/** Ada sends a photo without a word on consent; the question that she is asked. */
async function asked(studio: Studio) {
  const face = { name: 'me.png', bytes: await portrait() };
  const interaction = await imagine(studio, { face });
  const { message: question } = await interaction.answered;
  if (!question) throw new Error('nothing was asked');
  return { interaction, question };
}

describe('the click that confirms', () => {
  it('is refused where the bot could not post the picture, and nothing goes on', async () => {
    const studio = await openStudio();
    const { interaction, question } = await asked(studio);
    const click = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message: question,
      label: CONFIRM,
      appPermissions: 0n,
    });
    expect(await quietAnswer(click)).toContain('**Attach Files**, and **Embed Links**');
    expect((await jobOf(studio, interaction)).state).toBe('awaiting_consent');
  });

  it('counts only in the channel where the photo was sent', async () => {
    const studio = await openStudio();
    const { interaction } = await asked(studio);
    const { people, channels } = studio.discord.world;
    const elsewhere = await imagine(studio, {}, { in: channels.general });
    const { message } = await elsewhere.answered;
    if (!message) throw new Error('the answer is no message');
    const customId = `v1:consent:${(await jobOf(studio, interaction)).id}`;
    const click = await studio.discord.click({ by: people.ada, message, customId, raw: true });
    expect(await quietAnswer(click)).toContain('I no longer have that job.');
    expect((await jobOf(studio, interaction)).state).toBe('awaiting_consent');
  });

  it('is logged with its job where it is refused', async () => {
    const studio = await openStudio();
    const { interaction, question } = await asked(studio);
    const { id } = await jobOf(studio, interaction);
    const click = await studio.discord.click({
      by: studio.discord.world.people.cleo,
      message: question,
      customId: `v1:consent:${id}`,
      raw: true,
    });
    await quietAnswer(click);
    const line = studio.logged.find((text) => text.includes('not_your_request'));
    expect(line).toContain(`"job":"${id}"`);
  });
});

describe('Cancel on a question that was confirmed', () => {
  it('ends nothing, since the job has a message of its own by then', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { interaction, question } = await asked(studio);
    const { ada } = studio.discord.world.people;
    const { id } = await jobOf(studio, interaction);
    const confirm = await studio.discord.click({ by: ada, message: question, label: CONFIRM });
    const { message } = await confirm.answered;
    const cancel = await studio.discord.click({
      by: ada,
      message: question,
      customId: `v1:cancel:${id}`,
      raw: true,
    });
    expect(await quietAnswer(cancel)).toContain('I no longer have that job.');
    expect((await jobOf(studio, interaction)).state).not.toBe('cancelled');
    expect(message && phaseShown(message)).toBe('waiting');
  });

  it('at the same moment ends in one message that says what the row says', async () => {
    const studio = await openStudio({ runpod: { workers: 0 } });
    const { ada } = studio.discord.world.people;
    for (let round = 0; round < 8; round += 1) {
      const { interaction, question } = await asked(studio);
      const { id } = await jobOf(studio, interaction);
      const customId = `v1:cancel:${id}`;
      const clicks = await Promise.all([
        studio.discord.click({ by: ada, message: question, label: CONFIRM }),
        studio.discord.click({ by: ada, message: question, customId, raw: true }),
      ]);
      const [confirmed, cancelled] = clicks;
      const answer = await confirmed.answered;
      // Discord takes no answer to a click whose message went with the confirmation.
      const isGone = () => studio.discord.message(question.id) === undefined;
      await Promise.race([cancelled.answered, expect.poll(isGone).toBe(true)]);
      const isRight = async () => {
        const job = await jobOf(studio, interaction);
        const own = job.ephemeral ? question.id : answer.message?.id;
        return (
          phaseShown(studio.discord.message(own ?? '') ?? { embeds: [] }) === phaseOf(job.state)
        );
      };
      await expect.poll(isRight).toBe(true);
    }
  });
});

describe('/imagine with a face and no word on consent', () => {
  it('asks first, in words that only the sender sees', async () => {
    const studio = await openStudio();
    const { interaction } = await asked(studio);
    expect(await quietAnswer(interaction)).toContain(
      'Is the person in this photo you, or do you have their permission to use it?',
    );
  });

  it('fetches nothing and sends nothing before the click', async () => {
    const studio = await openStudio();
    const { interaction } = await asked(studio);
    // A whole other job comes and goes meanwhile.
    await completedMessage(studio, await imagine(studio));
    expect(studio.discord.cdn.requests).toEqual([]);
    expect(studio.runpod.submissions()).toBe(1);
    expect((await jobOf(studio, interaction)).state).toBe('awaiting_consent');
  });

  it('goes on after the click, in a public message that answers it', async () => {
    const studio = await openStudio();
    const { question } = await asked(studio);
    const click = await studio.discord.click({
      by: studio.discord.world.people.ada,
      message: question,
      label: CONFIRM,
    });
    const message = await completedMessage(studio, click);
    expect(message.id).not.toBe(question.id);
    expect(message.flags & MessageFlags.Ephemeral).toBe(0);
    expect(message.files).toHaveLength(1);
  });

  it('takes the question away once it is answered', async () => {
    const studio = await openStudio();
    const { question } = await asked(studio);
    const { ada } = studio.discord.world.people;
    const click = await studio.discord.click({ by: ada, message: question, label: CONFIRM });
    await click.answered;
    await expect.poll(() => studio.discord.message(question.id)).toBeUndefined();
  });

  it('records the consent as one by the button', async () => {
    const studio = await openStudio();
    const { interaction, question } = await asked(studio);
    const { ada } = studio.discord.world.people;
    await studio.discord.click({ by: ada, message: question, label: CONFIRM });
    const hash = createHash('sha256')
      .update(await photoSent(studio))
      .digest('hex');
    expect(await consentsIn(studio)).toMatchObject([
      {
        job_id: (await jobOf(studio, interaction)).id,
        user_id: ada.id,
        given_by: 'button',
        wording: CONFIRM,
        picture_sha256: hash,
      },
    ]);
  });

  it('refuses another member forged click, and goes on asking', async () => {
    const studio = await openStudio();
    const { interaction, question } = await asked(studio);
    const { ada, ben } = studio.discord.world.people;
    const click = await studio.discord.click({
      by: ben,
      message: question,
      label: CONFIRM,
      raw: true,
    });
    expect(await quietAnswer(click)).toContain(`Only <@${ada.id}> can do that.`);
    expect((await jobOf(studio, interaction)).state).toBe('awaiting_consent');
    expect(await consentsIn(studio)).toEqual([]);
  });

  it('confirmed twice makes one job', async () => {
    const studio = await openStudio();
    const { question } = await asked(studio);
    const { ada } = studio.discord.world.people;
    const confirm = () =>
      studio.discord.click({ by: ada, message: question, label: CONFIRM, raw: true });
    const clicks = await Promise.all([confirm(), confirm()]);
    const isQuiet = async ({ answered }: SandboxInteraction) => {
      const { message } = await answered;
      return ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
    };
    // Either may come first.
    const [second, first] = (await isQuiet(clicks[1])) ? clicks.toReversed() : clicks;
    expect(second && (await quietAnswer(second))).toMatch(/already/);
    if (first) await completedMessage(studio, first);
    expect(studio.runpod.submissions()).toBe(1);
  });

  it('can be cancelled instead', async () => {
    const studio = await openStudio();
    const { interaction, question } = await asked(studio);
    const { ada } = studio.discord.world.people;
    const click = await studio.discord.click({ by: ada, message: question, label: 'Cancel' });
    const { message } = await click.answered;
    expect(message?.id).toBe(question.id);
    expect(message && textOf(message)).toContain('Cancelled by');
    const job = await jobOf(studio, interaction);
    expect([job.state, job.attachments]).toEqual(['cancelled', []]);
    expect(studio.discord.cdn.requests).toEqual([]);
  });

  it('closes after ten minutes, and says so', async () => {
    const clock = new ManualClock();
    const studio = await openStudio({ clock });
    const { interaction, question } = await asked(studio);
    await clock.advance(10 * 60_000 - 1);
    expect((await jobOf(studio, interaction)).state).toBe('awaiting_consent');
    await clock.advance(1);
    const closed = await answerShowing(studio, interaction, 'closed after ten minutes');
    expect(closed.id).toBe(question.id);
    expect(closed.components).toEqual([]);
    expect((await jobOf(studio, interaction)).state).toBe('expired');
  });

  it('is not taken up by a click that comes after ten minutes', async () => {
    const clock = new ManualClock();
    const studio = await openStudio({ clock });
    const { interaction, question } = await asked(studio);
    await clock.advance(10 * 60_000);
    const { ada } = studio.discord.world.people;
    const click = await studio.discord.click({
      by: ada,
      message: question,
      customId: `v1:consent:${(await jobOf(studio, interaction)).id}`,
      raw: true,
    });
    expect(await quietAnswer(click)).toContain('closed after ten minutes');
    expect(studio.runpod.submissions()).toBe(0);
  });
});
