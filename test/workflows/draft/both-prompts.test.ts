import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

describe.each(['TextEncodeBooguEdit', 'TextEncodeMageFlowEdit'])(
  'a node of ComfyUI that encodes both prompts: %s',
  (className) => {
    const both = (texts: object) =>
      drafted(
        sdxl({
          '4': node(className, { clip: ['1', 1], vae: ['1', 2], ...texts }),
          '6': sampler({ positive: ['4', 0], negative: ['4', 1] }),
        }),
      );

    it('has each set by an option of its own', () => {
      const { entries, notes } = both({ prompt: 'a cat', negative_prompt: 'blurry' });
      expect(entries).toEqual(
        expect.arrayContaining(['prompt: 4.prompt', 'negative_prompt: 4.negative_prompt']),
      );
      expect(notes).not.toContain('negative prompt');
    });

    it('keeps them apart where both read alike', () => {
      const { entries } = both({ prompt: '', negative_prompt: '' });
      expect(entries).toContain('prompt: 4.prompt');
    });
  },
);
