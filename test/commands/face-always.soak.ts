import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ASPECT_RATIO_NAMES, SAMPLERS, SCHEDULERS } from '../../src/recipes/text.ts';
import { DECENT } from '../support/safety-terms.ts';
import { imagine, openStudio } from './scene.ts';
import { portrait } from './portrait.ts';

const graph = z.object({
  '1': z.object({ inputs: z.object({ ckpt_name: z.string() }) }),
  '8': z.object({ inputs: z.object({ text: z.string() }) }),
});

/** Nothing that can be read as a word of the lists. */
const harmless = fc
  .string({ unit: fc.constantFrom(...Array.from('wqzk ,().:-7\\')), minLength: 1, maxLength: 40 })
  .filter((text) => text.trim() !== '');

/** Whatever a person may set, the form's limits kept. */
const options = fc.record(
  {
    prompt: harmless,
    negative_prompt: harmless,
    aspect_ratio: fc.constantFrom(...ASPECT_RATIO_NAMES),
    steps: fc.integer({ min: 15, max: 50 }),
    cfg: fc.double({ min: 2, max: 15, noNaN: true }),
    sampler: fc.constantFrom(...SAMPLERS),
    scheduler: fc.constantFrom(...SCHEDULERS),
    denoise: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
    face_weight: fc.double({ min: 0, max: 2, noNaN: true }),
    faceid_weight: fc.double({ min: 0, max: 2, noNaN: true }),
  },
  { requiredKeys: ['prompt'] },
);

describe('a picture from a photo', () => {
  it('is made by the general checkpoint and with the safety terms last, whatever is asked where', async () => {
    const studio = await openStudio({ runpod: { workers: 9 } });
    const face = { name: 'me.png', bytes: await portrait() };
    const where = fc.constantFrom(...Object.values(studio.discord.world.channels));
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(options, where, async (chosen, channel) => {
        await imagine(studio, { ...chosen, face, face_consent: true }, { in: channel });
        sent += 1;
        const job = await studio.runpod.waitFor(
          (one) => studio.runpod.jobs.indexOf(one) === sent - 1,
        );
        const { '1': loader, '8': negative } = graph.parse(job.input);
        expect(loader.inputs.ckpt_name).toBe('sd_xl_base_1.0.safetensors');
        expect(negative.inputs.text.endsWith(DECENT)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});
