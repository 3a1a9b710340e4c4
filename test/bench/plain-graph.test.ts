import { expect, it } from 'vitest';
import { plainGraph } from '../../bench/plain-graph.ts';
import { TEXT_OPTIONS, textToImage } from '../../src/recipes/text.ts';

it('the plain loop has the same graph made as Darkroom does for the same options', () => {
  const asked = { prompt: 'a lighthouse', steps: 35, aspectRatio: '16:9', seed: 7 } as const;
  const { negativePrompt, cfg, sampler, scheduler, denoise } = TEXT_OPTIONS;
  const settings = {
    ...asked,
    negativePrompt: negativePrompt.default,
    cfg: cfg.default,
    sampler: sampler.default,
    scheduler: scheduler.default,
    denoise: denoise.default,
    count: 1,
  };
  const checkpoint = 'lustifySDXLNSFW_ggwpV7.safetensors';
  expect(plainGraph(asked)).toEqual(textToImage({ settings, checkpoint }));
});
