import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { BY_BUTTON } from '../support/log-bench.ts';
import { forgetPicturesIn } from '../support/forget-pictures.ts';
import { writeBeside } from '../support/write-beside.ts';
import { finished, notice, report, type Scene } from './report-scene.ts';
import { answerShowing, imagine, jobOf, settled, textOf } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

/** As if one job had been asked for under the picture of another. */
function link({ studio: { databasePath } }: Scene, jobId: string, sourceId: string): Promise<void> {
  return writeBeside(databasePath, 'INSERT INTO picture_sources VALUES (?, ?)', jobId, sourceId);
}

/** A picture that is made from the first one. */
async function made(
  scene: Scene,
): Promise<{ asked: SandboxInteraction; message: Message; jobId: string }> {
  const asked = await imagine(scene.studio, { prompt: 'the same at night' });
  const message = await completedMessage(scene.studio, asked);
  const { id: jobId } = await jobOf(scene.studio, asked);
  await link(scene, jobId, scene.jobId);
  return { asked, message, jobId };
}

function showing({ studio }: Scene, { id }: Message, text: string): Promise<Message> {
  return studio.discord.waitFor((now) => now.id === id && textOf(now).includes(text));
}

async function decide(scene: Scene, label: string): Promise<void> {
  const { discord } = scene.studio;
  const message = await notice(scene, 'shows them');
  await discord.click({ by: discord.world.people.ben, message, label });
}

/** A picture of Ada's that is still being made, from the first one. */
async function underWay(scene: Scene): Promise<SandboxInteraction> {
  scene.studio.runpod.hold();
  const asked = await imagine(scene.studio);
  await answerShowing(scene.studio, asked, '%');
  return asked;
}

describe('a picture that was made from another one', () => {
  it('is hidden with it, and shown again with it though only its message still had it', async () => {
    const scene = await finished();
    const { asked, message } = await made(scene);
    const { bot, databasePlace } = scene.studio;
    await expect
      .poll(() =>
        bot.log.jobs
          .latestOf(scene.studio.discord.world.people.ada.id, 2)
          .then((jobs) => jobs.every(({ shownRevision, revision }) => shownRevision >= revision)),
      )
      .toBe(true);
    expect(await forgetPicturesIn(databasePlace)).toHaveLength(2);
    await report(scene, scene.dora, 'It shows me');
    const hidden = await showing(scene, message, 'The source of this picture was reported');
    expect(hidden.files).toEqual([]);
    expect(textOf(hidden)).not.toContain('at night');
    await decide(scene, 'Show again');
    expect((await completedMessage(scene.studio, asked)).files).toHaveLength(1);
  });

  it('goes with it, says so, and so does what moderators read of its own report', async () => {
    const scene = await finished();
    const { message } = await made(scene);
    await report({ ...scene, picture: message }, scene.dora, 'Hateful');
    const own = await notice(scene, 'is hateful');
    await report(scene, scene.dora, 'It shows me');
    await decide(scene, 'Remove permanently');
    const gone = await showing(scene, message, 'and this one with it');
    expect([gone.files, gone.components]).toEqual([[], []]);
    await showing(scene, own, 'together with its source');
  });

  it('is no longer made once that is reported, here or at RunPod', async () => {
    const scene = await finished();
    const asked = await underWay(scene);
    await link(scene, (await jobOf(scene.studio, asked)).id, scene.jobId);
    await report(scene, scene.dora, 'It shows me');
    const message = await answerShowing(scene.studio, asked, "so it can't be used");
    expect(textOf(message)).toContain('Use another picture.');
    await expect.poll(() => scene.studio.runpod.jobs[1]?.status).toBe('CANCELLED');
  });
});

it('somebody who takes back a consent has what others made with it removed, and what they make ended', async () => {
  const scene = await finished();
  const { studio, jobId } = scene;
  const { discord, databasePath } = studio;
  const { cleo } = discord.world.people;
  const consent = (id: string) =>
    writeBeside(
      databasePath,
      `INSERT INTO consents (job_id, user_id, guild_id, given_at, given_by, wording_version, wording)
        VALUES (?, ?, '1', 1, ?, ?, ?)`,
      id,
      cleo.id,
      ...Object.values(BY_BUTTON),
    );
  await consent(jobId);
  const { message } = await made(scene);
  const asked = await underWay(scene);
  await consent((await jobOf(studio, asked)).id);
  const use = { by: cleo, in: discord.world.channels.general, name: 'privacy' };
  const privacy = await answerShowing(studio, await discord.command(use), 'What I store about you');
  await discord.click({ by: cleo, message: privacy, label: 'Withdraw my consent' });
  await discord.waitFor(({ content }) => content.includes('Your 2 consents are withdrawn.'));
  expect((await settled(studio, asked)).errorCode).toBe('consent_withdrawn');
  for (const each of [scene.picture, message]) {
    expect((await showing(scene, each, 'withdrew their consent')).files).toEqual([]);
  }
});
