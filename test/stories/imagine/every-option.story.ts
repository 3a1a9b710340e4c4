import { story } from '../story.ts';

story('A member sets every option of the plain graph', async ({ ada, runpod }) => {
  const options = {
    prompt: 'a lighthouse --no boats',
    negative_prompt: 'people',
    aspect_ratio: '16:9',
    count: 3,
    style: 'fine',
    seed: 12_345,
    steps: 40,
    cfg: 6.5,
    sampler: 'dpmpp_sde',
    scheduler: 'sgm_uniform',
    denoise: 0.9,
    spoiler: true,
  };
  await ada.runs('/imagine', options, { in: 'restricted' });
  await runpod.finishes();
});
