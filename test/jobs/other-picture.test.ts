import { describe, expect, it } from 'vitest';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import type { Job } from '../../src/jobs/job.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { FACE, RunnerBench } from '../support/runner-bench.ts';
import { sketch } from '../support/sketch.ts';
import { facePicture, keptPicture } from '../support/face-picture.ts';

const recipes = recipesOf([...builtInRecipes.values(), sketch]);
const MINUTE = 60_000;

/** A bot that takes no photos of faces, and a job with a picture that shows nobody. */
async function scene() {
  const bench = await RunnerBench.open({ context: { recipes, faces: false } });
  bench.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
  const asked = await bench.ask({
    request: requestOf(sketch, { ...sketch.request.parse({ prompt: 'a fox' }), seed: 7 }),
    pictures: [{ ...facePicture(), option: 'start', person: false }],
  });
  return { bench, asked };
}

const sent = ({ runpodId }: Job) => runpodId !== undefined;

describe('a picture that shows nobody', () => {
  it('is sent with its job, and lies here no longer than a photo of somebody', async () => {
    const { bench, asked } = await scene();
    await bench.until(asked, sent);
    const image = FACE.toString('base64');
    expect(bench.runpod.jobs).toMatchObject([{ input: { '2': { inputs: { image } } } }]);
    expect(await keptPicture(bench.log, asked.id)).toBeUndefined();
  });

  it('has to come again where RunPod has lost it', async () => {
    const { bench, asked } = await scene();
    await bench.until(asked, ({ state }) => state === 'queued');
    await bench.downFor(40 * MINUTE);
    expect((await bench.end(asked)).errorCode).toBe('photo_needed_again');
    expect(bench.runpod.submissions()).toBe(1);
  });
});
