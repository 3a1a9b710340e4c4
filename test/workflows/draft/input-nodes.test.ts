import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { INK_GRAPH } from '../../support/ink-workflow.ts';
import { drafted } from './draft.ts';

interface Node {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const manifestSchema = z.object({ nodes: z.array(z.looseObject({ type: z.string() })) });

/** The workflow of the tests with a node of comfyui-deploy in the place of a value. */
function marked(className: string, inputs: object, [node, input]: readonly [string, string]) {
  const graph: Record<string, Node> = { ...INK_GRAPH };
  const { class_type = '', inputs: before = {} } = graph[node] ?? {};
  graph[node] = { class_type, inputs: { ...before, [input]: ['90', 0] } };
  graph['90'] = { class_type: className, inputs: { input_id: 'input_which', ...inputs } };
  const { manifest, changed, notes } = drafted(graph);
  return { entries: manifestSchema.parse(manifest).nodes, graph: changed, notes };
}

const anEnum = (values: readonly string[]) => ({
  default_value: values[0],
  options: JSON.stringify(values),
});

describe('an Enum of comfyui-deploy', () => {
  it.each<readonly [string, readonly [string, string], readonly string[], object]>([
    [
      'a LoRA',
      ['2', 'lora_name'],
      ['ink.safetensors', 'oil.safetensors'],
      {
        type: 'lora',
        choices: [
          { name: 'ink', value: 'ink.safetensors' },
          { name: 'oil', value: 'oil.safetensors' },
        ],
      },
    ],
    [
      'a checkpoint',
      ['1', 'ckpt_name'],
      ['xl.safetensors', 'xl2.safetensors'],
      {
        type: 'model',
        name: 'which',
        choices: [
          { name: 'xl', value: 'xl.safetensors' },
          { name: 'xl2', value: 'xl2.safetensors' },
        ],
      },
    ],
    [
      'the prompt',
      ['57:8', 'text'],
      ['a fox', 'a hare'],
      { type: 'choice', name: 'which', choices: ['a fox', 'a hare'] },
    ],
    [
      'the steps',
      ['6', 'steps'],
      ['10', '20'],
      {
        type: 'choice',
        name: 'which',
        choices: [
          { name: '10', value: 10 },
          { name: '20', value: 20 },
        ],
      },
    ],
  ])('is a choice of its values where it leads to %s', (_, place, values, entry) => {
    const { entries } = marked('ComfyUIDeployExternalEnum', anEnum(values), place);
    expect(entries[0]).toMatchObject(entry);
    expect(entries.map(({ type }) => type)).not.toContain('prompt');
  });
});

it('takes the checkpoint of an older version of comfyui-deploy', () => {
  const { graph } = marked(
    'ComfyUIDeployExternalCheckpoint',
    { default_checkpoint_name: 'sd_xl_base_1.0.safetensors' },
    ['1', 'ckpt_name'],
  );
  expect(graph).toMatchObject({ '1': { inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } } });
});

describe('a number of comfyui-deploy whose default is linked', () => {
  const sized = (source: Node) =>
    drafted({
      ...INK_GRAPH,
      '5': {
        class_type: 'EmptyLatentImage',
        inputs: { width: ['90', 0], height: 512, batch_size: 1 },
      },
      '90': {
        class_type: 'ComfyUIDeployExternalNumberInt',
        inputs: { input_id: 'int_width', default_value: ['91', 0] },
      },
      '91': source,
    });
  const gone =
    'Not as exported: links stand where these nodes led to, to what they were linked to: 90 (ComfyUIDeployExternalNumberInt).';

  it('is set where the link leads, if a number stands there', () => {
    const { changed, entries, notes } = sized({
      class_type: 'PrimitiveInt',
      inputs: { value: 768 },
    });
    expect(changed).toMatchObject({ '5': { inputs: { width: ['91', 0] } } });
    expect(entries[0]).toMatch(/91\.value$/);
    expect(notes).toContain(gone);
    expect(notes.join()).not.toContain('values stand');
  });

  it('is named where none stands there', () => {
    const inputs = { resolution: '1024x1024 (1.0)', width_override: 0, height_override: 0 };
    const { notes } = sized({ class_type: 'SDXLEmptyLatentSizePicker+', inputs });
    expect(notes).toContain(gone);
    expect(notes).toContain(
      'int_width of node 90 (ComfyUIDeployExternalNumberInt) comes from node 91 (SDXLEmptyLatentSizePicker+), where no value of its own stands: it is not offered.',
    );
  });
});

describe('a picture that a program sends as text', () => {
  it('is one that members send, and all other options stay', () => {
    const loader = { class_type: 'ETN_LoadImageBase64', inputs: { image: 'iVBORw0KGgo=' } };
    const { changed, entries, notes } = drafted({
      ...INK_GRAPH,
      '90': loader,
      '91': { class_type: 'VAEEncode', inputs: { pixels: ['90', 0], vae: ['1', 2] } },
      '6': {
        class_type: 'KSampler',
        inputs: { ...INK_GRAPH['6'].inputs, latent_image: ['91', 0], denoise: 0.5 },
      },
    });
    expect(changed).toMatchObject({
      '90': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
    });
    expect(entries).toEqual(expect.arrayContaining(['prompt: 57:8.text', 'image: 90.image']));
    expect(notes).toContain('Not as exported: made 90 (ETN_LoadImageBase64) into LoadImage.');
  });

  it('is a mask of the same channel', () => {
    const { changed, entries } = drafted({
      ...INK_GRAPH,
      '90': { class_type: 'ETN_LoadMaskBase64', inputs: { mask: 'iVBORw0KGgo=' } },
      '91': { class_type: 'SetLatentNoiseMask', inputs: { samples: ['5', 0], mask: ['90', 0] } },
      '6': {
        class_type: 'KSampler',
        inputs: { ...INK_GRAPH['6'].inputs, latent_image: ['91', 0] },
      },
    });
    expect(changed).toMatchObject({
      '90': { class_type: 'LoadImageMask', inputs: { image: 'example.png', channel: 'red' } },
    });
    expect(entries).toContain('mask: 90.image');
  });
});

describe('a node of an extension that cannot be replaced', () => {
  it.each([
    ['ComfyUIDeployExternalTextList', { text: '["a fox", "a hare"]' }],
    ['ComfyUIDeployExternalFaceModel', { default_face_model_name: 'a.safetensors' }],
    // A version that keeps its value elsewhere.
    ['ComfyUIDeployExternalText', { other_value: 'a fox' }],
    ['CPackOutputZipSwitch', {}],
  ])('stays, and is named: %s', (className, inputs) => {
    const { graph, notes } = marked(className, inputs, ['57:8', 'text']);
    expect(graph).toBeUndefined();
    expect(notes).toContain(
      `Left as it is, so that the worker needs its extension: 90 (${className}).`,
    );
  });
});

it.each([
  'CPackOutputImage',
  'CPackOutputZip',
  'ComfyDeployOutputImage',
  'ComfyDeployWebscoketImageOutput',
])('what %s hands out is saved instead', (className) => {
  const { changed } = drafted({
    ...INK_GRAPH,
    '8': { class_type: className, inputs: { images: ['7', 0] } },
  });
  expect(changed).toMatchObject({
    '8': { class_type: 'SaveImage', inputs: { images: ['7', 0], filename_prefix: 'ComfyUI' } },
  });
});
