import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../../packages/stand-ins/discord/interaction.ts';
import { ATTACHMENT_SIZE_LIMIT } from '../../../packages/stand-ins/discord/world.ts';
import { imagine, openStudio } from '../../commands/scene.ts';
import { finished, notice, report } from '../../commands/report-scene.ts';
import type { Studio } from '../../support/studio.ts';
import { runningJob, shownJob } from './bad-day.ts';
import { completedMessage } from '../../support/job-message.ts';

const MIB = 1024 * 1024;

/** A PNG of more than a server without boosts takes. */
const LARGE = await sharp(randomBytes(2000 * 2000 * 3), {
  raw: { width: 2000, height: 2000, channels: 3 },
})
  .png({ compressionLevel: 0 })
  .toBuffer();

async function inServerThatTakes(bytes: number): Promise<Studio> {
  const studio = await openStudio();
  studio.discord.world.attachmentSizeLimit = bytes;
  studio.runpod.script({ output: { images: [{ data: LARGE.toString('base64') }] } });
  return studio;
}

/** The names of the files that its message shows in the end, and how many times one went up. */
async function shown(studio: Studio, interaction: SandboxInteraction) {
  const { files } = await completedMessage(studio, interaction);
  await shownJob(studio, interaction);
  const uploads = studio.discord.rest.requests.filter(({ method, headers }) => {
    return method === 'PATCH' && headers.get('content-type')?.startsWith('multipart/');
  });
  const [file] = files;
  return { format: file?.filename.split('.').at(-1), size: file?.size, uploads: uploads.length };
}

describe('a picture of more than 10 MiB', () => {
  it('goes up as it is where the server takes it', async () => {
    expect(LARGE.length).toBeGreaterThan(ATTACHMENT_SIZE_LIMIT);
    const studio = await inServerThatTakes(50 * MIB);
    const { format, size, uploads } = await shown(studio, await imagine(studio));
    expect([format, uploads]).toEqual(['png', 1]);
    // With the mark that it was generated.
    expect(size).toBeGreaterThanOrEqual(LARGE.length);
  });

  it('goes up as it is where the bot posts it after the token has ended', async () => {
    const studio = await inServerThatTakes(50 * MIB);
    const { interaction } = await runningJob(studio);
    studio.discord.endTokens();
    studio.runpod.release();
    expect(await shown(studio, interaction)).toMatchObject({ format: 'png' });
  });

  it('goes up once, and smaller, where the server takes less', async () => {
    const studio = await inServerThatTakes(4 * MIB);
    const { format, size, uploads } = await shown(studio, await imagine(studio));
    expect([format, uploads]).toEqual(['jpg', 1]);
    expect(size).toBeLessThanOrEqual(4 * MIB);
  });

  it('goes up smaller where the server takes less by now than it did', async () => {
    const studio = await inServerThatTakes(50 * MIB);
    const { interaction } = await runningJob(studio);
    studio.discord.world.attachmentSizeLimit = ATTACHMENT_SIZE_LIMIT;
    studio.runpod.release();
    const { format, uploads } = await shown(studio, interaction);
    expect([format, uploads]).toEqual(['jpg', 2]);
  });

  it('is shown smaller to a moderator where the server takes less by now', async () => {
    const scene = await finished();
    await report(scene, scene.dora, 'It shows me');
    const { discord } = scene.studio;
    const told = await notice(scene, 'shows them');
    const [shownFile] = scene.picture.files;
    if (!shownFile) throw new Error('no picture is shown');
    discord.world.attachmentSizeLimit = shownFile.size - 1;
    await discord.click({ by: discord.world.people.ben, message: told, label: 'View' });
    const look = await discord.waitFor(({ content }) =>
      content.includes('The reported picture of job'),
    );
    expect(look.files.map(({ filename }) => filename)).toEqual([`SPOILER_${scene.jobId}-1.jpg`]);
  });
});
