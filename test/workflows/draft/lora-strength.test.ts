import { describe, expect, it } from 'vitest';
import { commandText } from '../../../src/workflows/draft/added-report.ts';
import { workflowRecipe } from '../../../src/workflows/workflow-recipe.ts';
import { INK_GRAPH } from '../../support/ink-workflow.ts';
import { node, sampler, sdxl } from '../../support/sdxl-workflow.ts';
import { drafted, table } from './draft.ts';

/** The line about `strength` as people will see it, with a LoRA that is this strong. */
function lineOf(strengths: { readonly strength_model: number; readonly strength_clip: number }) {
  const { class_type, inputs } = INK_GRAPH['2'];
  const graph = { ...INK_GRAPH, '2': { class_type, inputs: { ...inputs, ...strengths } } };
  const read = workflowRecipe({ name: 'ink', manifest: drafted(graph).manifest, graph }, table);
  const lines = 'recipe' in read ? commandText(read.recipe) : [];
  return lines.find((line) => line.startsWith('  strength'))?.trim();
}

describe('the strength of a LoRA', () => {
  it('is none at 0 where it is that of the model and of the words', () => {
    expect(lineOf({ strength_model: 0.8, strength_clip: 0.8 })).toMatch(
      /^strength +How much of the style; 0 is none \(a number from 0 to 2; default 0\.8\)$/,
    );
  });

  it('is not said to be none where the words keep one of their own', () => {
    expect(lineOf({ strength_model: 0.8, strength_clip: 0.6 })).toMatch(
      /^strength +How much of the style \(a number from 0 to 2; default 0\.8\)$/,
    );
  });

  it('may be below 0, which is no seed', () => {
    expect(lineOf({ strength_model: -1, strength_clip: -1 })).toMatch(
      /\(a number from -1 to 2; default -1\)$/,
    );
  });
});

it('members can tell several LoRAs apart', () => {
  const lora = (lora_name: string, from: string) =>
    node('LoraLoaderModelOnly', { lora_name, strength_model: 1, model: [from, 0] });
  const graph = sdxl({
    '6': sampler({ model: ['21', 0] }),
    '20': lora('ink.safetensors', '1'),
    '21': lora('grain.safetensors', '20'),
  });
  expect(drafted(graph).manifest.nodes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: 'lora', description: 'The style' }),
      expect.objectContaining({
        type: 'strength',
        description: 'How much of the style; 0 is none',
      }),
      expect.objectContaining({ name: 'lora_2', description: 'Another style' }),
      expect.objectContaining({
        name: 'strength_2',
        description: 'How much of lora_2; 0 is none',
      }),
    ]),
  );
});

it.each([
  ['Solarpunk style v1-step00001900.safetensors', true],
  ['ZImageTurbo/skin texture style.safetensors', true],
  ['style\\Qwen-Image-Lightning-8steps.safetensors', false],
  ['Qwen-Image-Lightning-8steps-V1.1.safetensors', false],
  ['hyper-4step.safetensors', false],
])('a LoRA is offered where its steps are those of its training: %s', (file, isOffered) => {
  const lora = { lora_name: file, strength_model: 1, model: ['1', 0] };
  const graph = sdxl({
    '6': sampler({ model: ['20', 0] }),
    '20': node('LoraLoaderModelOnly', lora),
  });
  expect(drafted(graph).entries.includes('lora: 20.lora_name')).toBe(isOffered);
});
