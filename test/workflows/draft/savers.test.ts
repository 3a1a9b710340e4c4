import { describe, expect, it } from 'vitest';
import { problemLine } from '../../../src/workflows/problem.ts';
import { workflowRecipe } from '../../../src/workflows/workflow-recipe.ts';
import { node, sdxl, type Inputs } from '../../support/sdxl-workflow.ts';
import { INK_GRAPH, INK_MANIFEST } from '../../support/ink-workflow.ts';
import { drafted, table } from './draft.ts';

const { '8': saver, '9': preview, ...unsaved } = INK_GRAPH;

const comparer = node('Image Comparer (rgthree)', { image_a: ['7', 0], image_b: ['7', 0] });
const resize = node('JWImageResize', { image: ['7', 0], width: 64 });

const outputsOf = (ends: object) => drafted({ ...unsaved, ...ends }).manifest.outputs;

describe('ends of classes that are not known', () => {
  it('that compare pictures hand none out', () => {
    expect(outputsOf({ '8': saver, '10': comparer })).toEqual(['8']);
    expect(outputsOf({ '9': preview, '10': comparer })).toEqual(['9']);
  });

  it('save nothing where another node is known to, unless they are called so', () => {
    const plus = node('Image Save', { images: ['7', 0] });
    expect(outputsOf({ '8': saver, '10': resize, '11': plus })).toEqual(['8', '11']);
    expect(outputsOf({ '9': preview, '10': resize })).toEqual(['9']);
  });

  it('are savers though previews and comparers show what they give', () => {
    const plus = node('Image Save', { images: ['7', 0] });
    const shown = { '12': node('PreviewImage', { images: ['11', 0] }) };
    const compared = { '13': node('Image Comparer (rgthree)', { image_a: ['11', 0] }) };
    expect(outputsOf({ '11': plus, ...shown })).toEqual(['11']);
    expect(outputsOf({ '8': saver, '11': plus, ...shown, ...compared })).toEqual(['8', '11']);
  });

  it('that save one picture twice are one, with a sentence', () => {
    const file = { ...unsaved, '8': saver, '10': saver };
    const { manifest, notes } = drafted(file);
    expect(manifest.outputs).toEqual(['8']);
    expect(notes).toContain(
      'Node 10 (SaveImage) saves the same picture as another, so it is left out of outputs.',
    );
  });

  it('are all posted, with a sentence that names what does nothing for some', () => {
    const file = sdxl({
      '20': node('LoadImage', { image: 'a.png' }),
      '21': node('SaveImage', { images: ['20', 0], filename_prefix: 'b' }),
    });
    const { notes } = drafted(file);
    expect(notes.slice(0, 3)).toEqual([
      'Each job posts what every one of these nodes saves: 8 (SaveImage), 21 (SaveImage). Leave out of outputs what people should not get.',
      'What node 8 (SaveImage) saves is made without image.',
      'What node 21 (SaveImage) saves is made without prompt, negative_prompt, aspect_ratio, steps, cfg, count, seed.',
    ]);
    expect(drafted(sdxl()).notes.join()).not.toContain('Each job posts');
  });

  it('that are called savers are named, as little is known of them', () => {
    const { notes } = drafted({ ...unsaved, '10': node('Save To Path', { images: ['7', 0] }) });
    expect(notes).toContain(
      'Nothing is known of node 10 (Save To Path), which is taken to save the pictures: look whether it does.',
    );
  });
});

it('a worker is sent only what the wanted pictures are made from', () => {
  const graph = {
    ...INK_GRAPH,
    '10': comparer,
    '11': node('MaskPreview+', { mask: ['12', 0] }),
    '12': node('Mask It', { image: ['7', 0] }),
    '13': node('VHS_VideoCombine', { images: ['7', 0], frame_rate: 8 }),
  };
  const read = workflowRecipe({ name: 'ink', manifest: INK_MANIFEST, graph }, table);
  if ('problems' in read) throw new Error(read.problems.map(problemLine).join('\n'));
  const params = read.recipe.request.parse({ prompt: 'a fox' });
  const sent = read.recipe.graph(params, {
    models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
    faceWorkflow: 'face-reference',
    pictures: {},
  });
  expect(Object.keys(sent).sort()).toEqual(Object.keys({ ...unsaved, '8': saver }).sort());
});

describe('a node on the way that may post a picture of its own is named', () => {
  const through = (className: string, inputs: Inputs, known = table) =>
    drafted(
      {
        ...unsaved,
        '8': node('SaveImage', { images: ['10', 0], filename_prefix: 'a' }),
        '10': node(className, { images: ['7', 0], ...inputs }),
      },
      { table: known },
    ).notes.join('\n');
  const off = 'switch that off in ComfyUI if it should not.';

  it.each([
    ['easy imageRemBg', { image_output: 'Preview', save_prefix: 'ComfyUI' }, 'image_output'],
    ['easy imageInsetCrop', { image_output: 'Sender&Save' }, 'image_output'],
    ['Cut It', { save_image: true }, 'save_image'],
    ['Cut It', { show_previews: 'true' }, 'show_previews'],
    ['Cut It', { mode: 'Save' }, 'mode'],
  ])('for a switch: %s with %j', (className, inputs, input) => {
    const value = JSON.stringify(Object.values(inputs)[0]);
    expect(through(className, inputs)).toContain(
      `Node 10 (${className}) may post a picture of its own besides, as its ${input} is ${value}: ${off}`,
    );
  });

  it.each([
    ['for a prefix', 'Cut It', { filename_prefix: 'cut' }, 'it has a filename_prefix'],
    [
      'for a picture that it decodes',
      'KSampler (Efficient)',
      { preview_method: 'none', vae_decode: 'true (tiled)' },
      'its vae_decode is "true (tiled)"',
    ],
  ])('%s', (_, className, inputs, why) => {
    expect(through(className, inputs)).toContain(
      `Node 10 (${className}) may post a picture of its own besides, as ${why}`,
    );
  });

  it.each([
    ['easy imageRemBg', { image_output: 'Hide', save_prefix: 'ComfyUI' }],
    ['easy imageRemBg', { image_output: 'Hide&Save', save_prefix: 'ComfyUI' }],
    ['Cut It', { save_image: false, filename_prefix: 'cut' }],
    ['Cut It', { show_preview: 'disabled' }],
    ['Cut It', { save_metadata: true, output_format: 'png', mode: 'save_memory' }],
    ['SwarmKSampler', { previews: 'default' }],
    ['KSampler (Efficient)', { preview_method: 'auto', vae_decode: 'output only (tiled)' }],
    ['Write Words', { images: 'none', text: ['3', 0], filename_prefix: 'a' }],
  ])('but not %s with %j', (className, inputs) => {
    expect(through(className, inputs)).not.toContain('besides');
  });
});
