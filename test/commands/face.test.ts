import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import faceReference from '../comfy/fixtures/face-reference.json' with { type: 'json' };
import { pngTextOf } from '../sandbox/comfy/png-text-of.ts';
import { consentsIn, photoSent } from './photo-of-job.ts';
import { portrait } from './portrait.ts';
import { graphSent, imagine, jobOf, openStudio, settled } from './scene.ts';
import { completedMessage, phaseShown, workingMessage } from '../support/job-message.ts';
import { askingAway, DECENT } from '../support/safety-terms.ts';
import { keptPicture } from '../support/face-picture.ts';

const CONFIRM = 'I am this person, or have their permission';

describe('/imagine with a face and face_consent', () => {
  const consented = async () => ({
    face: { name: 'me.png', bytes: await portrait() },
    face_consent: true,
  });

  it('goes straight on to the picture, with nothing asked', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio, await consented());
    const { versions } = await completedMessage(studio, interaction);
    expect(versions[0] && phaseShown(versions[0].payload)).toBe('waiting');
    expect(
      studio.discord.messages(
        studio.discord.world.channels.restricted,
        studio.discord.world.people.cleo,
      ),
    ).toHaveLength(1);
  });

  it("sends the contract's graph, the photo in it, on the general checkpoint", async () => {
    const studio = await openStudio();
    await imagine(studio, {
      ...(await consented()),
      prompt: 'beautiful scenery nature',
      seed: 123456789,
    });
    const face = await photoSent(studio);
    expect(await graphSent(studio)).toEqual({
      ...faceReference,
      '1': { ...faceReference['1'], inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
      '6': { ...faceReference['6'], inputs: { image: face.toString('base64') } },
      ...askingAway(faceReference, `${faceReference['8'].inputs.text}, ${DECENT}`),
    });
    expect((await sharp(face).metadata()).format).toBe('jpeg');
  });

  it('brings both weights to the IP-Adapter', async () => {
    const studio = await openStudio();
    await imagine(studio, { ...(await consented()), face_weight: 0.5, faceid_weight: 1.75 });
    expect(await graphSent(studio)).toHaveProperty(['5', 'inputs'], {
      ...faceReference['5'].inputs,
      weight: 0.5,
      weight_faceidv2: 1.75,
    });
  });

  it('records who consented, when, how, to which words, and for which picture', async () => {
    const studio = await openStudio();
    const before = Date.now();
    const interaction = await imagine(studio, await consented());
    const { id } = await settled(studio, interaction);
    const { world } = studio.discord;
    const [consent] = await consentsIn(studio);
    const { given_at: at = 0, ...record } = consent ?? {};
    expect([before <= at, at <= Date.now()]).toEqual([true, true]);
    expect(record).toEqual({
      id: 1,
      job_id: id,
      user_id: world.people.ada.id,
      guild_id: world.guild.id,
      given_by: 'option',
      wording_version: 1,
      wording: CONFIRM,
      picture_sha256: createHash('sha256')
        .update(await photoSent(studio))
        .digest('hex'),
      withdrawn_at: null,
    });
  });

  it('keeps neither the photo nor its address once RunPod has the job', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const interaction = await imagine(studio, await consented());
    await workingMessage(studio, interaction);
    const job = await jobOf(studio, interaction);
    expect(job.attachments).toEqual([]);
    expect(await keptPicture(studio.bot.log, job.id)).toBeUndefined();
  });

  it("brings a picture, marked as generated, without the worker's notes and the photo in them", async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio, await consented());
    const message = await completedMessage(studio, interaction);
    const picture = studio.discord.file(message, message.files[0]?.filename ?? '');
    expect([...pngTextOf(picture).keys()]).toEqual([]);
    expect(picture.includes((await photoSent(studio)).toString('base64').slice(0, 200))).toBe(
      false,
    );
    const { width, xmpAsString } = await sharp(picture).metadata();
    expect(width).toBe(1024);
    expect(xmpAsString).toContain('trainedAlgorithmicMedia');
  });
});
