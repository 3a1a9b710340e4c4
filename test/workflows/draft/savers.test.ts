import { describe, expect, it } from 'vitest';
import { readNodeTable } from '../../../src/comfy/node-table.ts';
import { problemLine } from '../../../src/workflows/problem.ts';
import { workflowRecipe } from '../../../src/workflows/workflow-recipe.ts';
import { fromPicture, node, sampler, sdxl, type Inputs } from '../../support/sdxl-workflow.ts';
import { INK_GRAPH, INK_MANIFEST } from '../../support/ink-workflow.ts';
import { draftWorkflow } from '../../../src/workflows/draft/draft-workflow.ts';
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

  it('are named where other nodes go on from them, so that they are no outputs', () => {
    const notesOf = (last: object) =>
      drafted({ ...unsaved, '11': node('Image Save', { images: ['7', 0] }), ...last }).notes;
    const resized = node('JWImageResize', { image: ['11', 0], width: 64 });
    expect(notesOf({ '8': saver, '10': resized })).toContain(
      'Node 11 (Image Save) is called one that saves a picture, and is not among outputs, as other nodes go on from it: write its id there to post it.',
    );
    const after = node('SaveImage', { images: ['11', 0], filename_prefix: 'a' });
    expect(notesOf({ '8': after })).toContain(
      'Node 11 (Image Save) is called one that saves a picture, and other nodes go on from it: its picture may be posted besides.',
    );
    expect(
      notesOf({ '8': saver, '11': node('Save Words', { text: ['3', 0] }) }).join(),
    ).not.toContain('Save Words');
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

  it('are not said to be made without what does nothing for any', () => {
    const file = sdxl({
      ...fromPicture(node('LoadImage', { image: 'a.png' })),
      '20': node('ImageInvert', { image: ['7', 0] }),
      '21': node('SaveImage', { images: ['20', 0], filename_prefix: 'b' }),
    });
    const { notes } = drafted(file);
    expect(notes.join('\n')).toContain('so of image only the size is used.');
    expect(notes.join('\n')).not.toContain('is made without');
  });

  it('save nothing where a video is made', () => {
    const video = node('VHS_VideoCombine', { images: ['7', 0], frame_rate: 8 });
    const file = { ...unsaved, '10': resize, '11': video };
    const draft = draftWorkflow({ name: 'mine', file, table, isGeneral: true });
    expect('problems' in draft && draft.problems.map(problemLine)[0]).toContain(
      'saves no picture (node 11 (VHS_VideoCombine) makes a video)',
    );
  });

  it('that are called savers are named, as little is known of them', () => {
    const { notes } = drafted({ ...unsaved, '10': node('Save To Path', { images: ['7', 0] }) });
    expect(notes).toContain(
      'Nothing is known of node 10 (Save To Path), which is taken to save the pictures: look whether it does.',
    );
  });

  it('are taken to save the pictures where nothing else does, with a sentence', () => {
    const { manifest, notes } = drafted({
      ...unsaved,
      '10': node('Keep It', { images: ['7', 0] }),
    });
    expect(manifest.outputs).toEqual(['10']);
    expect(notes).toContain(
      'Nothing is known of node 10 (Keep It), which is taken to save the pictures: look whether it does.',
    );
  });
});

describe('a sampler that begins with what another one made', () => {
  const passes = (second: Inputs, more: object = {}) =>
    drafted({
      ...sdxl({
        '20': node('CLIPTextEncode', { text: 'a hare', clip: ['1', 1] }),
        '21': sampler({ positive: ['20', 0], latent_image: ['6', 0], ...second }),
        '22': node('VAEDecode', { samples: ['21', 0], vae: ['1', 2] }),
        '23': node('SaveImage', { images: ['22', 0], filename_prefix: 'b' }),
      }),
      ...more,
    }).notes.join('\n');
  const anew = 'What node 23 (SaveImage) saves is made without prompt.';

  it('has what only that one is told named where it keeps the size alone', () => {
    expect(passes({})).toContain(anew);
  });

  it.each([
    ['it keeps more', { denoise: 0.5 }, {}],
    [
      'it is told of it otherwise',
      { positive: ['24', 0] },
      { '24': node('ReferenceLatent', { conditioning: ['20', 0], latent: ['6', 0] }) },
    ],
    [
      'a mask keeps some of it',
      {},
      {
        '6': sampler({ latent_image: ['24', 0] }),
        '24': node('SetLatentNoiseMask', { samples: ['5', 0], mask: ['25', 1] }),
      },
    ],
  ])('needs no such word where %s', (_, second, more) => {
    const picture = { '25': node('LoadImage', { image: 'a.png' }) };
    expect(passes(second, { ...picture, ...more })).not.toContain('is made without prompt.');
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

it('a picture that is shown on the way is named, as it may come back besides', () => {
  const { notes } = drafted({
    ...unsaved,
    '8': node('SaveImage', { images: ['10', 0], filename_prefix: 'a' }),
    '10': node('PreviewBridge', { images: ['7', 0], image: '$10-0' }),
  });
  expect(notes).toContain(
    'Node 10 (PreviewBridge) shows a picture on the way, which may be posted besides: take it out in ComfyUI if it should not.',
  );
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

  it('once for all nodes of one kind', () => {
    const cut = (images: readonly [string, number]) =>
      node('easy imageRemBg', { images, image_output: 'Preview' });
    const { notes } = drafted({
      ...unsaved,
      '8': node('SaveImage', { images: ['11', 0], filename_prefix: 'a' }),
      '10': cut(['7', 0]),
      '11': cut(['10', 0]),
    });
    expect(notes).toContain(
      `Nodes 10 (easy imageRemBg), 11 (easy imageRemBg) may each post a picture of its own besides, as its image_output is "Preview": ${off}`,
    );
  });

  it.each([true, false])('as its class says, where that is known: %s', (output_node) => {
    const info = {
      ...{ input: { required: { samples: ['LATENT'], vae: ['VAE'] } }, output: ['IMAGE'] },
      ...{ output_node, python_module: 'custom_nodes.decode' },
    };
    const decode = node('Decode', { samples: ['6', 0], vae: ['1', 2], save_prefix: 'a' });
    const { notes } = drafted(sdxl({ '7': decode }), {
      table: new Map([...table, ...readNodeTable({ Decode: info })]),
    });
    expect(notes.join().includes('Node 7 (Decode) may post a picture')).toBe(output_node);
  });

  it("though it is ComfyUI's own", () => {
    const { notes } = drafted({
      ...unsaved,
      '8': node('SaveImage', { images: ['9', 0], filename_prefix: 'a' }),
      '9': preview,
    });
    expect(notes.join()).toContain('Node 9 (PreviewImage) shows a picture on the way');
  });
});
