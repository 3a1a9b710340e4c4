import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionTable } from '../../src/recipes/option.ts';
import { readPromptFlags } from '../../src/recipes/prompt-flags.ts';
import { TEXT_OPTIONS } from '../../src/recipes/text.ts';

const TABLE = {
  ...TEXT_OPTIONS,
  count: { kind: 'whole', min: 1, max: 4, default: 1 },
  look: {
    kind: 'choice',
    names: ['ink', 'ink wash'],
    default: 'ink',
    label: (name) => `My ${name}`,
  },
  tiled: { kind: 'boolean', default: false },
  lora: { kind: 'choice', names: ['a.safetensors'], default: 'a.safetensors', anyOf: 'loras' },
  face: { kind: 'picture', person: true, required: false, use: 'face', maxSide: 1024 },
} as const satisfies OptionTable;

const read = (prompt: string) => readPromptFlags(prompt, TABLE);

describe('flags in a prompt', () => {
  it.each([
    ['a fox', 'a fox', {}],
    ['a fox --ar 16:9', 'a fox', { aspectRatio: '16:9' }],
    ['a fox —ar 16:9', 'a fox', { aspectRatio: '16:9' }],
    ['a fox –ar 16:9', 'a fox', { aspectRatio: '16:9' }],
    ['a fox --aspect 16:9,', 'a fox', { aspectRatio: '16:9' }],
    ['a fox, --aspect_ratio 9:16', 'a fox', { aspectRatio: '9:16' }],
    ['a fox --aspect-ratio=9:16', 'a fox', { aspectRatio: '9:16' }],
    ['a fox --AR 16:9', 'a fox', { aspectRatio: '16:9' }],
    ['a fox --ar 1:1 --ar 4:3', 'a fox', { aspectRatio: '4:3' }],
    ['--ar 16:9 a fox', 'a fox', { aspectRatio: '16:9' }],
    ['a fox --ar 16:9 in the snow', 'a fox in the snow', { aspectRatio: '16:9' }],
    ['a fox --no text, red fur', 'a fox', { negativePrompt: 'text, red fur' }],
    ['a fox --no text --no fur --seed 7', 'a fox', { negativePrompt: 'text, fur', seed: 7 }],
    ['a fox --seed -1', 'a fox', { seed: -1 }],
    ['a fox --steps 30 --count 4 --cfg 7.5', 'a fox', { steps: 30, count: 4, cfg: 7.5 }],
    ['a fox --sampler DPMPP_2M', 'a fox', { sampler: 'dpmpp_2m' }],
    ['a fox --look my ink wash --steps 20', 'a fox', { look: 'ink wash', steps: 20 }],
    ['a fox --look ink', 'a fox', { look: 'ink' }],
    ['a fox --tiled', 'a fox', { tiled: true }],
    ['a fox --tiled no', 'a fox', { tiled: false }],
    ['a fox --lora b.safetensors', 'a fox', { lora: 'b.safetensors' }],
    ['(a fox:1.2)\nin snow --steps 30', '(a fox:1.2)\nin snow', { steps: 30 }],
    ['--ar 16:9', '', { aspectRatio: '16:9' }],
  ])('%j is %j with its options', (typed, prompt, values) => {
    expect(read(typed)).toEqual({ prompt, values, adjusted: {}, ignored: [] });
  });

  it.each([
    ['a fox --ar 16:10', { aspectRatio: '16:9' }, { aspectRatio: '--ar 16:9' }],
    ['a fox --ar 2:3', { aspectRatio: '3:4' }, { aspectRatio: '--ar 3:4' }],
    ['a fox --ar 1920x1080', { aspectRatio: '16:9' }, { aspectRatio: '--ar 16:9' }],
    ['a fox --ar 21:9', { aspectRatio: '16:9' }, { aspectRatio: '--ar 16:9' }],
    ['a fox --steps 500', { steps: 50 }, { steps: '--steps 50' }],
    ['a fox --steps 20.6', { steps: 21 }, { steps: '--steps 21' }],
    ['a fox --count 9', { count: 4 }, { count: '--count 4' }],
    ['a fox --ar 16:10 --ar 1:1', { aspectRatio: '1:1' }, {}],
  ])('%j takes the nearest on offer', (typed, values, adjusted) => {
    expect(read(typed)).toEqual({ prompt: 'a fox', values, adjusted, ignored: [] });
  });

  it.each([
    ['a fox --v 6.1 --s 250', ['--v', '--s']],
    ['a fox --style raw --tile --q 2', ['--style', '--tile', '--q']],
    ['a fox --sref https://example.com/a.png 123 --sw 50', ['--sref', '--sw']],
    ['a fox —v 6', ['--v']],
    ['a fox --niji', ['--niji']],
    ['a fox --v 6 --v 7', ['--v']],
    ['a fox --something', ['--something']],
    ['a fox --something 12', ['--something']],
    ['a fox --something --tile', ['--something', '--tile']],
    ['a fox --ar wide', ['--ar']],
    ['a fox --ar 0:0', ['--ar']],
    ['a fox --no', ['--no']],
    ['a fox --seed', ['--seed']],
    ['a fox --face https://example.com/me.png', ['--face']],
    ['a fox --prompt 5', ['--prompt']],
    ['a fox --constructor', ['--constructor']],
  ])('%j has flags that set nothing', (typed, ignored) => {
    expect(read(typed)).toEqual({ prompt: 'a fox', values: {}, adjusted: {}, ignored });
  });

  it.each([
    'a robot --made of glass',
    'a fox — running fast',
    'a fox —running fast',
    'a well-known fox, 16:9',
    'a fox -ar 16:9',
    'a fox-- ',
    'a fox --- dawn',
    '{--ar 16:9|a} fox',
    `a fox --${'x'.repeat(40)}`,
  ])('%j has none and stays as it is', (typed) => {
    expect(read(typed)).toEqual({ prompt: typed, values: {}, adjusted: {}, ignored: [] });
  });

  it('leaves no flag in the prompt', () => {
    const word = fc.constantFrom(
      'fox',
      '--ar',
      '—no',
      '16:9',
      '--v',
      '6',
      '--steps',
      'red,',
      '--tile',
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const { prompt } = read(words.join(' '));
        expect(prompt).not.toMatch(/--|—/);
        expect(read(prompt).prompt).toBe(prompt);
      }),
    );
  });
});
