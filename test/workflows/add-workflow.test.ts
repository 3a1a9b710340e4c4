import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { addedReport } from '../../src/workflows/draft/added-report.ts';
import { addWorkflow, NotAddedError } from '../../src/workflows/draft/add-workflow.ts';
import { checkFolders } from '../../src/workflows/check-folders.ts';
import type { AddCommand } from '../../src/workflows/command-line.ts';
import { readCoreNodes, readWorkflows } from '../../src/workflows/read-workflows.ts';
import { node, sampler, sdxl } from '../support/sdxl-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';

const core = readCoreNodes();

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}.json`, import.meta.url));

function add(to: string, file: string, more: Partial<AddCommand> = {}) {
  const command: AddCommand = {
    kind: 'add',
    file,
    name: undefined,
    isGeneral: true,
    app: undefined,
    objectInfo: undefined,
    to: undefined,
    force: false,
    ...more,
  };
  const added = addWorkflow(command, { to, core });
  const found = checkFolders([added.path], (folder) =>
    readWorkflows(folder, { readTable: () => core, commands: ['jobs'], builtIn: [] }),
  );
  return { added, report: addedReport(added, found, core).lines };
}

const read = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');

describe('adding an export', () => {
  it('writes the graph as it is, byte for byte, and a manifest', () => {
    const to = join(tempFolder(), 'workflows');
    const file = join(tempFolder(), 'My FLUX_api (2).json');
    // As somebody's editor may have saved it.
    const text = `\uFEFF${read(fixture('flux-custom-sampler')).replaceAll('\n', '\r\n')}`;
    writeFileSync(file, text);
    expect(add(to, file).added.path).toBe(join(to, 'my-flux'));
    expect(read(to, 'my-flux', 'graph.json')).toBe(text);
    expect(JSON.parse(read(to, 'my-flux', 'manifest.json'))).toMatchObject({ title: 'My flux' });
  });

  it("says the command as people will see it, the worker's needs, and what comes next", () => {
    const to = tempFolder();
    const { report } = add(to, fixture('sdxl-lora-hires'), { name: 'sdxl' });
    const path = join(to, 'sdxl');
    expect(report).toEqual([
      `Written: ${path}`,
      '',
      '/sdxl prompt:… [negative_prompt:…] [aspect_ratio:…] [lora:…] [strength:…] [steps:…] [cfg:…] [count:…] [seed:…] [preset:…] [private:…] [spoiler:…]',
      '  Sdxl: Pictures by sd xl base 1.0',
      '  Rated general: works in every channel.',
      '',
      expect.stringMatching(/^ {2}prompt {11}.+ \(text, up to 1500 characters; required\)$/),
      expect.stringContaining('(text, up to 1500 characters; default blurry, watermark)'),
      expect.stringContaining('9:16 (768×1344); default 2:3 (832×1216))'),
      '  lora             The style (ink wash v2; default ink wash v2)',
      '  strength         How much of the style; 0 is none (a number from 0 to 2; default 0.8)',
      expect.stringContaining('(a whole number from 6 to 50; default 28)'),
      expect.stringContaining('(a number from 2 to 12; default 6.5)'),
      expect.stringContaining('(a whole number from 1 to 4; default 2)'),
      expect.stringContaining('; default random)'),
      expect.stringMatching(/^ {2}preset {11}.+ \(a name\)$/),
      expect.stringMatching(/^ {2}private {10}.+ \(yes or no\)$/),
      expect.stringMatching(/^ {2}spoiler {10}.+ \(yes or no\)$/),
      '',
      'The worker must have:',
      '  checkpoints/sd_xl_base_1.0.safetensors: https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/resolve/main/sd_xl_base_1.0.safetensors',
      '  loras/styles/ink_wash-v2.safetensors: no address known',
      '  no node classes beyond those of ComfyUI 0.33.0',
      `  npm run workflow -- worker ${path} writes Dockerfiles with all that`,
      '',
      "· denoise of node 12 (KSampler) is 0.5, and not 1 as the main sampler's: it is not offered.",
      '· After aspect_ratio the picture goes through 11 (LatentUpscaleBy), so it gets another size than the option says.',
      '',
      'Options set these values instead of the exported ones:',
      '  prompt: text of 6 (CLIPTextEncode), "a heron in the reeds, ink drawing"',
      '  negative_prompt: text of 7 (CLIPTextEncode), "blurry, watermark"',
      '  aspect_ratio: width of 5 (EmptyLatentImage), 832; height of 5 (EmptyLatentImage), 1216',
      '  lora: lora_name of 10 (LoraLoader), "styles/ink_wash-v2.safetensors"',
      '  strength: strength_model of 10 (LoraLoader), 0.8; strength_clip of 10 (LoraLoader), 0.8',
      '  steps: steps of 3 (KSampler), 28; steps of 12 (KSampler), 28',
      '  cfg: cfg of 3 (KSampler), 6.5; cfg of 12 (KSampler), 6.5',
      '  count: batch_size of 5 (EmptyLatentImage), 2',
      '  seed: seed of 3 (KSampler), 887205; seed of 12 (KSampler), 1',
      '',
      'All other values stay as exported:',
      '  3 (KSampler): sampler_name "dpmpp_2m", scheduler "karras", denoise 1',
      '  4 (CheckpointLoaderSimple): ckpt_name "sd_xl_base_1.0.safetensors"',
      '  9 (SaveImage): filename_prefix "hires"',
      '  11 (LatentUpscaleBy): upscale_method "nearest-exact", scale_by 1.5',
      '  12 (KSampler): sampler_name "dpmpp_2m", scheduler "karras", denoise 0.5',
      '',
      `Next: review ${join(path, 'manifest.json')} (see docs/workflows.md), then restart the bot.`,
    ]);
  });

  it('writes the folder where a picture needs a word on the rating, and says which', () => {
    const to = tempFolder();
    const { report } = add(to, fixture('inpaint'), { isGeneral: false });
    expect(report.slice(2, 5)).toEqual([
      expect.stringMatching(
        /^\/inpaint prompt:… image:… mask:… .*\[consent:…\] \[preset:…\] \[private:…\] \[spoiler:…\]$/,
      ),
      '  Inpaint: Pictures by sd xl base 1.0',
      '  Rated adult: works only in age-restricted channels.',
    ]);
    expect(report.slice(-3)).toEqual([
      '✗ inpaint: manifest.json: takes pictures that may show people (image, mask), which adult-rated models never see: write "rating": "general" if its models are that, or "person": false at a picture that never shows anybody',
      '',
      `Fix this in ${join(to, 'inpaint')} before the bot can use it.`,
    ]);
    expect(existsSync(join(to, 'inpaint', 'graph.json'))).toBe(true);
  });

  it('rates a workflow that only changes pictures as general', () => {
    const file = join(tempFolder(), 'mine.json');
    const graph = {
      '1': node('LoadImage', { image: 'a.png' }),
      '2': node('UpscaleModelLoader', { model_name: 'RealESRGAN_x4plus.pth' }),
      '3': node('ImageUpscaleWithModel', { upscale_model: ['2', 0], image: ['1', 0] }),
      '4': node('SaveImage', { images: ['3', 0], filename_prefix: 'a' }),
    };
    writeFileSync(file, JSON.stringify(graph));
    const { added, report } = add(tempFolder(), file, { isGeneral: false });
    expect(added.manifest).toMatchObject({ rating: 'general' });
    expect(report).toContain(
      '· Rated general without --general, since no model in it paints: it only changes pictures.',
    );
    expect(report.at(-1)).toMatch(/^Next: /);
    expect(report.join()).toContain('a picture, may show a person');
  });

  it('names the embeddings of texts that stay, and the files of presets', () => {
    const file = join(tempFolder(), 'mine.json');
    const loader = (preset: string, model: string) =>
      node('IPAdapterUnifiedLoader', { model: [model, 0], preset });
    const graph = sdxl({
      '4': node('CLIPTextEncode', {
        text: '(embedding:FastNegativeV2:1.2), embedding:bad/hands.pt, text',
        clip: ['1', 1],
      }),
      '3': node('CLIPTextEncode', { text: 'a fox, embedding:MyFox', clip: ['1', 1] }),
      '20': node('CLIPTextEncode', { text: 'embedding:Style', clip: ['1', 1] }),
      '21': node('ConditioningCombine', { conditioning_1: ['3', 0], conditioning_2: ['20', 0] }),
      '22': loader('PLUS (high strength)', '1'),
      '23': loader('VIT-G (medium strength)', '22'),
      '24': node('IPAdapterUnifiedLoaderFaceID', {
        ...{ model: ['23', 0], preset: 'FACEID PLUS V2', lora_strength: 0.6, provider: 'CPU' },
      }),
      '6': sampler({ positive: ['21', 0], model: ['24', 0], cfg: 8.040000000000001 }),
    });
    writeFileSync(file, JSON.stringify(graph));
    const { report } = add(tempFolder(), file);
    const needed = report.slice(report.indexOf('The worker must have:'));
    expect(needed.slice(2, 7)).toEqual([
      '  embeddings: FastNegativeV2, Style, bad/hands.pt',
      '  for the preset "PLUS (high strength)" of 22 (IPAdapterUnifiedLoader): ipadapter: ip-adapter-plus_sdxl_vit-h.safetensors for SDXL or ip-adapter-plus_sd15.safetensors for SD1.5; clip_vision: CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors',
      '  for the preset "VIT-G (medium strength)" of 23 (IPAdapterUnifiedLoader): ipadapter: ip-adapter_sdxl.safetensors for SDXL or ip-adapter_sd15_vit-G.safetensors for SD1.5; clip_vision: CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
      '  for the preset "FACEID PLUS V2" of 24 (IPAdapterUnifiedLoaderFaceID): ipadapter: ip-adapter-faceid-plusv2_sdxl.bin for SDXL or ip-adapter-faceid-plusv2_sd15.bin for SD1.5; clip_vision: CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors; loras: ip-adapter-faceid-plusv2_sdxl_lora.safetensors for SDXL or ip-adapter-faceid-plusv2_sd15_lora.safetensors for SD1.5; insightface: buffalo_l',
      expect.stringMatching(
        /^ {2}https:\/\/github.com\/cubiq\/ComfyUI_IPAdapter_plus: IPAdapterUnifiedLoader, IPAdapterUnifiedLoaderFaceID /,
      ),
    ]);
    expect(report.join('\n')).toMatch(/cfg .*; default 8\.04\)$/m);
    expect(report).toContain('  cfg: cfg of 6 (KSampler), 8.04');
  });

  it('takes what an app shows, and what its ComfyUI knows', () => {
    const folder = tempFolder();
    const info = { MyNode: { input: { required: {} }, output: ['IMAGE'], python_module: 'mine' } };
    writeFileSync(join(folder, 'object_info.json'), JSON.stringify(info));
    const { added } = add(folder, fixture('poster'), {
      app: fixture('poster.app'),
      objectInfo: join(folder, 'object_info.json'),
    });
    expect(added.table.has('MyNode')).toBe(true);
    expect(read(added.path, 'manifest.json')).toContain('What the poster announces');
  });
});

describe('adding what is there already', () => {
  it('changes nothing unless it is told to, and then keeps the manifest', () => {
    const to = tempFolder();
    add(to, fixture('z-image-turbo'));
    writeFileSync(join(to, 'z-image-turbo', 'manifest.json'), '{"mine": true}');
    expect(() => add(to, fixture('z-image-turbo'))).toThrow(
      `${join(to, 'z-image-turbo')} is there already: --force writes over it, and --name takes another name.`,
    );
    expect(read(to, 'z-image-turbo', 'manifest.json')).toBe('{"mine": true}');
    const { report } = add(to, fixture('z-image-turbo'), { force: true });
    expect(report).toContain('· The manifest that was there is manifest.before.json now.');
    expect(read(to, 'z-image-turbo', 'manifest.before.json')).toBe('{"mine": true}');
  });
});

describe('a place where nothing can be written', () => {
  it('is named: --to is a file', () => {
    const to = join(tempFolder(), 'taken');
    writeFileSync(to, 'mine');
    const adding = () => add(to, fixture('poster'));
    expect(adding).toThrow(NotAddedError);
    expect(adding).toThrow(`${join(to, 'poster')} cannot be written: `);
  });
});

describe('adding a file that the editor saved', () => {
  const input = (name: string, link: number | null = null) => ({ name, type: '*', link });
  const saved = {
    nodes: [
      { id: 1, type: 'CheckpointLoaderSimple', widgets_values: ['sd_xl_base_1.0.safetensors'] },
      {
        id: 3,
        type: 'CLIPTextEncode',
        title: 'Yes',
        widgets_values: ['a fox'],
        inputs: [input('clip', 1)],
      },
      { id: 4, type: 'CLIPTextEncode', widgets_values: ['blurry'], inputs: [input('clip', 2)] },
      { id: 5, type: 'EmptyLatentImage', widgets_values: [1024, 1024, 1] },
      {
        id: 6,
        type: 'KSampler',
        widgets_values: [7, 'randomize', 20, 6.5, 'euler', 'normal', 1],
        inputs: [
          input('model', 3),
          input('positive', 4),
          input('negative', 5),
          input('latent_image', 6),
        ],
        properties: { models: [{ name: 'x.safetensors', directory: 'checkpoints' }] },
      },
      { id: 7, type: 'VAEDecode', inputs: [input('samples', 7), input('vae', 8)] },
      { id: 8, type: 'SaveImage', widgets_values: ['ComfyUI'], inputs: [input('images', 9)] },
    ],
    links: [
      ...[
        [1, 1, 1, 3, 0, 'CLIP'],
        [2, 1, 1, 4, 0, 'CLIP'],
        [3, 1, 0, 6, 0, 'MODEL'],
      ],
      ...[
        [4, 3, 0, 6, 1, 'CONDITIONING'],
        [5, 4, 0, 6, 2, 'CONDITIONING'],
        [6, 5, 0, 6, 3, 'LATENT'],
      ],
      ...[
        [7, 6, 0, 7, 0, 'LATENT'],
        [8, 1, 2, 7, 1, 'VAE'],
        [9, 7, 0, 8, 0, 'IMAGE'],
      ],
    ],
    extra: {},
  };
  const addSaved = (extra: object = {}) => {
    const to = tempFolder();
    const file = join(tempFolder(), 'fox.json');
    writeFileSync(file, JSON.stringify({ ...saved, extra }));
    return { ...add(to, file), to };
  };

  it('writes what the editor would send, and says so', () => {
    const { to, report, added } = addSaved();
    expect(JSON.parse(read(to, 'fox', 'graph.json'))).toEqual({
      ...sdxl(),
      '3': {
        ...node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }),
        _meta: { title: 'Yes' },
      },
    });
    expect(report).toContain(
      '· Converted from the format in which ComfyUI saves, into what it would send.',
    );
    expect(added.mentions.models).toEqual([{ name: 'x.safetensors', directory: 'checkpoints' }]);
  });
});

describe('a file that cannot be added', () => {
  it.each([
    ['no-such.json', undefined, 'no-such.json: is missing'],
    ['empty.json', ' ', 'empty.json: is empty: write it again'],
    ['broken.json', '{', 'broken.json: is not JSON, mend it there: '],
    ['list.json', '[1]', 'list.json: is no workflow: in ComfyUI, open the workflow, choose'],
    ['saved.json', '{"nodes": []}', 'saved.json: has no nodes that ComfyUI would run'],
    ['sent.json', '{"prompt": {"1": {"class_type": "A"}}}', 'sent.json: saves no picture'],
    ['cut.png', '\u2030PNG', 'cut.png: is not JSON'],
  ])('%s is named with what to do, and nothing is written', (name, text, says) => {
    const folder = tempFolder();
    const file = join(folder, name);
    if (text !== undefined) writeFileSync(file, text);
    const to = join(folder, 'workflows');
    expect(() => add(to, file)).toThrow(NotAddedError);
    expect(() => add(to, file)).toThrow(`${folder}/${says}`);
    expect(existsSync(to)).toBe(false);
  });
});

describe('a whole number that is beyond 2^53', () => {
  const LONG = '18446744073709551615';
  const withSeeds = () => {
    const file = join(tempFolder(), 'long.json');
    const other = `"20": {"class_type": "RandomNoise", "inputs": {"noise_seed": ${LONG}}}`;
    const text = read(fixture('flux-custom-sampler'))
      .replace(/^\{/, `{ ${other},`)
      .replace('"samples": ', '"more_noise": ["20", 0], "samples": ');
    writeFileSync(file, text.replace(/("noise_seed": )\d{3,}(,|\s)/, `$1${LONG}$2`));
    return file;
  };

  it('is sent as it was exported, and none that an option draws is larger', () => {
    const { added } = add(tempFolder(), withSeeds());
    const { recipes } = readWorkflows(join(added.path, '..'), {
      readTable: () => core,
      commands: [],
      builtIn: [],
    });
    const [recipe] = recipes;
    if (!recipe) throw new Error('it is broken');
    const graph = recipe.graph(recipe.request.parse({ prompt: 'a fox' }), {
      models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
      faceWorkflow: 'face-reference',
      pictures: {},
    });
    // ComfyUI takes a whole number in quotes for one.
    expect(graph['20']?.inputs).toEqual({ noise_seed: LONG });
    expect(recipe.options.seed).toMatchObject({ max: Number.MAX_SAFE_INTEGER });
  });
});

describe('what its own check would refuse', () => {
  const node = (class_type: string, inputs: object) => ({ class_type, inputs });
  const written = (graph: object) => {
    const file = join(tempFolder(), 'mine.json');
    writeFileSync(file, JSON.stringify(graph));
    return file;
  };

  it('of the entries is not written, and named with the reason', () => {
    // A seed that names a file is nothing that a person thought of.
    const file = written({
      ...(JSON.parse(read(fixture('sdxl-lora-hires'))) as object),
      '6': node('CLIPTextEncode', { text: ['40', 0], clip: ['10', 1] }),
      '40': node('Text to File', { text: 'a fox', path: ['41', 0] }),
      '41': node('PrimitiveString', { value: 'notes.txt' }),
    });
    const { added, report } = add(tempFolder(), file);
    expect(JSON.stringify(added.manifest)).not.toContain('"prompt"');
    expect(report).toContainEqual(expect.stringMatching(/^· Not offered: prompt: node 4[01] /));
    expect(report.join('\n')).not.toContain('✗');
  });

  it('of the rest is said, and nothing is written', () => {
    const to = tempFolder();
    const file = written({
      '1': node('EmptyImage', { width: 8, height: 8, batch_size: 0, color: 0 }),
      '2': node('SaveImage', { images: ['1', 0], filename_prefix: 'a' }),
    });
    expect(() => add(to, file, { name: 'mine' })).toThrow(
      `${file}, node 1 (EmptyImage), input batch_size: takes at least 1, and has 0: mend it in ComfyUI and export again`,
    );
    expect(existsSync(join(to, 'mine'))).toBe(false);
  });
});
