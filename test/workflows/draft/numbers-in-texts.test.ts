import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const found = (changes: Nodes) => drafted(sdxl(changes));

describe("a number that an export has as a text, or with a fraction in a whole number's place", () => {
  const changes: Nodes = {
    '5': node('EmptyLatentImage', { width: '1024', height: 768.9, batch_size: ' 2 ' }),
    '6': sampler({ seed: '7', steps: '20', cfg: '6.5' }),
  };

  it('is offered as the number that ComfyUI makes of it', () => {
    const { entries, changed } = found(changes);
    expect(entries).toEqual([
      'prompt: 3.text',
      'negative_prompt: 4.text',
      'aspect_ratio: 5',
      'steps: 6.steps',
      'cfg: 6.cfg',
      'count: 5.batch_size',
      'seed: 6.seed',
    ]);
    expect(changed).toMatchObject({
      '5': { inputs: { width: 1024, height: 768, batch_size: 2 } },
      '6': { inputs: { seed: 7, steps: 20, cfg: 6.5 } },
    });
  });

  it('is named, as the graph is no longer what was exported', () => {
    expect(found(changes).notes).toEqual([
      'Not as exported: numbers stand where texts or fractions were, as ComfyUI reads them: width, height, batch_size of node 5 (EmptyLatentImage); seed, steps, cfg of node 6 (KSampler).',
    ]);
  });

  it('stays where ComfyUI would refuse it, and where it is beyond 2^53', () => {
    const latent = node('EmptyLatentImage', { width: '1024', height: '1024.9', batch_size: 1 });
    expect(found({ '5': latent }).changed).toMatchObject({
      '5': { inputs: { width: 1024, height: '1024.9' } },
    });
    const { changed } = found({ '6': sampler({ seed: '18446744073709551615' }) });
    expect(changed).toBeUndefined();
  });
});
