import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { readCoreNodes, readWorkflows } from '../../src/workflows/read-workflows.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { TRANSLATIONS } from '../../src/say/languages.ts';
import { node, sampler } from '../support/sdxl-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';

interface Node {
  class_type?: string;
  inputs: Record<string, unknown>;
}

type Entry = Record<string, unknown>;

/** A folder that works, in a form that is easily broken. */
interface Draft {
  name: string;
  manifest: {
    title: string;
    description: string;
    rating: string;
    nodes: [Entry, Entry, Entry, Entry, ...Entry[]];
    [key: string]: unknown;
  };
  /** By ids; what is not there is added by the mistake itself. */
  graph: Record<string, Node> & Record<Id, Node>;
  /** What the files hold instead; `null`: there is no such file. */
  manifestText?: string | null;
  graphText?: string | null;
}

type Id = '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '10' | '11';

function draft(): Draft {
  return {
    name: 'ink',
    manifest: {
      title: 'Ink',
      description: 'Drawings in ink',
      rating: 'general',
      nodes: [
        { type: 'prompt', node_ids: ['3'] },
        { type: 'steps', node_ids: ['6'] },
        { type: 'sampler', node_ids: ['6'], choices: ['euler', 'dpmpp_2m'] },
        { type: 'lora', name: 'style', node_ids: ['2'], choices: ['ink.safetensors'] },
      ],
    },
    graph: {
      '1': node('CheckpointLoaderSimple', { ckpt_name: 'sd_xl_base_1.0.safetensors' }),
      '2': node('LoraLoaderModelOnly', {
        model: ['1', 0],
        lora_name: 'ink.safetensors',
        strength_model: 0.8,
      }),
      '3': node('CLIPTextEncode', { text: 'a fox', clip: ['1', 1] }),
      '4': node('CLIPTextEncode', { text: 'blurry', clip: ['1', 1] }),
      '5': node('EmptyLatentImage', { width: 1024, height: 1024, batch_size: 1 }),
      '6': sampler({ model: ['2', 0] }),
      '7': node('VAEDecode', { samples: ['6', 0], vae: ['1', 2] }),
      '8': node('SaveImage', { images: ['7', 0], filename_prefix: 'ComfyUI' }),
      // Not in use, until a mistake is about pictures.
      '10': node('LoadImage', { image: 'a.png' }),
      '11': node('VAEEncode', { pixels: ['10', 0], vae: ['1', 2] }),
    },
  };
}

/** Begins with a picture instead of nothing. */
function takePicture({ manifest, graph }: Draft, entry: Entry = {}): void {
  graph['6'].inputs.latent_image = ['11', 0];
  manifest.nodes.push({ type: 'image', node_ids: ['10'], ...entry });
}

/** What is made by RunPod itself has no graph. */
function makePublic(it: Draft, nodes: readonly Entry[]): void {
  it.graphText = null;
  const model = { endpoint: 'a-model', price: { per_picture: 0.01 } };
  it.manifestText = JSON.stringify({ ...it.manifest, worker: 'runpod-public', ...model, nodes });
}

const HAS =
  'it has model, positive, negative, latent_image, seed, steps, cfg, sampler_name, scheduler, denoise';
const TYPES =
  'prompt, negative_prompt, text, seed, steps, cfg, denoise, width, height, count, strength, integer, number, boolean, sampler, scheduler, model, lora, choice, aspect_ratio, image, mask';
const EXPORT =
  'in ComfyUI, open the workflow, choose Workflow > Export (API), and take that file (older versions show it once dev mode is on in the settings)';
const AGAIN = 'mend it in ComfyUI and export again';
const ADD = 'npm run workflow -- add FILE.json';

/** What is done to the folder, and the one line that is said of it. */
type Mistake = readonly [what: string, make: (draft: Draft) => void, line: string];

const FILES: readonly Mistake[] = [
  [
    'no manifest',
    (it) => (it.manifestText = null),
    `manifest.json: is missing: ${ADD} writes one for an export`,
  ],
  ['no graph', (it) => (it.graphText = null), `graph.json: is missing: ${EXPORT}`],
  [
    'nothing in it',
    (it) => Object.assign(it, { manifestText: null, graphText: null }),
    `manifest.json: is missing: ${ADD} writes one for an export`,
  ],
  [
    'a manifest that is no JSON',
    (it) => (it.manifestText = '{"title": "Ink",}'),
    'manifest.json: is not JSON, mend it there: Expected double-quoted property name in JSON at position 16 (line 1 column 17)',
  ],
  ['an empty file', (it) => (it.graphText = ' \n'), 'graph.json: is empty: write it again'],
  [
    'a file that is too large',
    (it) => (it.graphText = ' '.repeat(4 * 1024 * 1024 + 1)),
    'graph.json: is larger than 4 MiB: export it again',
  ],
  [
    'a manifest that is a list',
    (it) => (it.manifestText = '[]'),
    'manifest.json: must be an object in { }',
  ],
  [
    'a graph in the save format',
    (it) => (it.graphText = '{"nodes": [], "links": [], "version": 0.4}'),
    `graph.json: is in the format that ComfyUI saves in, which cannot be run: ${EXPORT}`,
  ],
  ['an empty graph', (it) => (it.graphText = '{}'), `graph.json: has no nodes: ${EXPORT}`],
  [
    'something else altogether',
    (it) => (it.graphText = '{"models": {"a": 1}, "b": 2}'),
    `graph.json: is no workflow: ${EXPORT}`,
  ],
  [
    'a whole request',
    (it) => (it.graphText = JSON.stringify({ input: { workflow: it.graph } })),
    'graph.json: is a whole request: leave only what stands under input.workflow in it',
  ],
  [
    'a node without a class',
    (it) => (it.graph['99'] = { inputs: {} }),
    'graph.json, node 99: has no class_type with inputs: take it out of the file',
  ],
  [
    'a node without a class that others need',
    (it) => (it.graph['7'] = { inputs: {} }),
    'graph.json, node 7: has no class_type with inputs: other nodes need it, so install its extension in ComfyUI, open the workflow there and export again',
  ],
  [
    'a folder that cannot be a command',
    (it) => (it.name = 'My Ink'),
    'Discord refuses the folder’s name for a command: rename it to lower case letters, digits, - and _ only, at most 32',
  ],
  [
    'the name of another command',
    (it) => (it.name = 'jobs'),
    '/jobs is another command of the bot: rename the folder',
  ],
];

const SCHEMA: readonly Mistake[] = [
  [
    'a key that is unknown',
    ({ manifest }) => (manifest.titel = 'Ink'),
    'manifest.json: knows no "titel": it may have title, description, rating, nodes, outputs, next, worker, endpoint, input, price, localizations',
  ],
  [
    'a language that the bot does not speak',
    ({ manifest }) => Object.assign(manifest, { localizations: { tlh: {} } }),
    `manifest.json, localizations.tlh: names a language that the bot does not speak: it may be ${TRANSLATIONS.map(({ catalogue }) => catalogue.language).join(', ')}`,
  ],
  [
    'words for an option that is not there',
    ({ manifest }) =>
      Object.assign(manifest, { localizations: { de: { options: { size: { name: 'größe' } } } } }),
    'manifest.json, localizations["de"].options["size"]: is no option of this workflow: it has prompt, steps, sampler, style',
  ],
  [
    'a name that Discord refuses in another language',
    ({ manifest }) =>
      Object.assign(manifest, {
        localizations: { de: { options: { steps: { name: 'So viele' } } } },
      }),
    'manifest.json, localizations["de"].options["steps"]: Discord refuses the name "So viele": take lower case letters, digits, - and _ only, at most 32',
  ],
  [
    'a name that another option has in that language',
    ({ manifest }) =>
      Object.assign(manifest, {
        localizations: {
          de: { options: { steps: { name: 'sampler' } } },
        },
      }),
    'manifest.json, localizations["de"].options["steps"]: has the name sampler, which another option has: choose another',
  ],
  [
    'a name that an option of all commands has in that language',
    ({ manifest }) =>
      Object.assign(manifest, {
        localizations: { de: { options: { steps: { name: 'privat' } } } },
      }),
    'manifest.json, localizations["de"].options["steps"]: has the name privat, which another option has: choose another',
  ],
  [
    'the same label for two choices',
    ({ manifest }) =>
      Object.assign(manifest, {
        localizations: {
          de: { options: { sampler: { choices: { euler: 'Gleich', dpmpp_2m: 'Gleich' } } } },
        },
      }),
    'manifest.json, localizations["de"].options["sampler"]: gives two choices the label Gleich: give each its own',
  ],
  [
    'a label for a step that is not there',
    ({ manifest }) =>
      Object.assign(manifest, { localizations: { de: { next: { larger: 'Größer' } } } }),
    'manifest.json, localizations["de"].next: names larger, which no step leads to',
  ],
  [
    'an entry with a key that is unknown',
    ({ manifest }) => (manifest.nodes[1].maximum = 30),
    'manifest.json, nodes[1] (steps): knows no "maximum": it may have type, node_ids, description, name, key, min, max, default',
  ],
  [
    'no title',
    ({ manifest }) => Reflect.deleteProperty(manifest, 'title'),
    'manifest.json, title: is missing: it must be text in quotes',
  ],
  [
    'a number for a title',
    ({ manifest }) => Object.assign(manifest, { title: 5 }),
    'manifest.json, title: must be text in quotes',
  ],
  [
    'a description that is too long',
    ({ manifest }) => (manifest.description = 'x'.repeat(101)),
    'manifest.json, description: has more than 100 characters: shorten it',
  ],
  [
    'a rating that there is not',
    ({ manifest }) => (manifest.rating = 'sfw'),
    'manifest.json, rating: must be "general" or "adult"',
  ],
  [
    'a type that there is not',
    ({ manifest }) => (manifest.nodes[1].type = 'stepz'),
    `manifest.json, nodes[1].type: is no type that there is: it must be one of ${TYPES}`,
  ],
  [
    'no type',
    ({ manifest }) => Reflect.deleteProperty(manifest.nodes[1], 'type'),
    `manifest.json, nodes[1].type: is missing: one of ${TYPES}`,
  ],
  [
    'a node id that is a number',
    ({ manifest }) => (manifest.nodes[1].node_ids = [6]),
    'manifest.json, nodes[1] (steps).node_ids[0]: must be text in quotes',
  ],
  [
    'no node ids',
    ({ manifest }) => Reflect.deleteProperty(manifest.nodes[1], 'node_ids'),
    'manifest.json, nodes[1] (steps): needs node_ids: the ids of the nodes that it sets',
  ],
  [
    'a bound that is text',
    ({ manifest }) => (manifest.nodes[1].min = '4'),
    'manifest.json, nodes[1] (steps).min: must be a number',
  ],
  [
    'an option of its own without a name',
    ({ manifest }) => manifest.nodes.push({ type: 'integer', node_ids: ['8'], key: 'x' }),
    'manifest.json, nodes[4] (integer).name: is missing: it must be text in quotes',
  ],
  [
    'a choice that is no text',
    ({ manifest }) => (manifest.nodes[2].choices = ['euler', 3]),
    'manifest.json, nodes[2] (sampler).choices[1]: must be a value in quotes, or {"name": what people read, "value": the value}',
  ],
  [
    'more than 25 choices',
    ({ manifest }) => (manifest.nodes[2].choices = Array.from({ length: 26 }, (_, at) => `${at}`)),
    'manifest.json, nodes[2] (sampler).choices: has more than 25: leave some out',
  ],
  [
    'a size that is no size',
    ({ manifest }) =>
      manifest.nodes.push({ type: 'aspect_ratio', node_ids: ['5'], sizes: { '1:1': '1024' } }),
    'manifest.json, nodes[4] (aspect_ratio).sizes["1:1"]: must be [width, height] in pixels',
  ],
  [
    'a picture that is said to show people',
    (it) => {
      takePicture(it, { person: true });
    },
    'manifest.json, nodes[4] (image).person: can only be false: a picture counts as one of a person without it',
  ],
  [
    'an endpoint that is an address',
    ({ manifest }) => (manifest.endpoint = 'https://api.runpod.ai/v2/x'),
    'manifest.json, endpoint: must be the id of an endpoint: letters, digits and dashes only',
  ],
];

const NODES: readonly Mistake[] = [
  [
    'a node that is not there',
    ({ manifest }) => (manifest.nodes[1].node_ids = ['66']),
    'manifest.json, nodes[1] (steps): names node 66, which graph.json does not have: give the right id',
  ],
  [
    'a node that was taken out of the graph',
    ({ graph }) => Reflect.deleteProperty(graph, '6'),
    `graph.json, node 7 (VAEDecode), input samples: comes from node 6, which is not there: ${AGAIN}`,
  ],
  [
    'an input that is a link',
    ({ graph }) => {
      graph['6'].inputs.steps = ['12', 0];
      graph['12'] = { class_type: 'PrimitiveInt', inputs: { value: 20 } };
    },
    'manifest.json, nodes[1] (steps), node 6 (KSampler), input steps: comes from node 12 (PrimitiveInt) and cannot be set here: name that node, or type a value into this one in ComfyUI and export again',
  ],
  [
    'an input that is not there',
    ({ manifest }) => (manifest.nodes[1].key = 'step'),
    `manifest.json, nodes[1] (steps), node 6 (KSampler), input step: is not an input of this node: give the right key (${HAS})`,
  ],
  [
    'a node without such an input',
    ({ manifest }) =>
      manifest.nodes.push({ type: 'aspect_ratio', node_ids: ['6'], sizes: { '1:1': [512, 512] } }),
    `manifest.json, nodes[4] (aspect_ratio), node 6 (KSampler), input width: is not an input of this node: give the right key (${HAS})`,
  ],
  [
    'one of several keys that no node has',
    ({ manifest }) => (manifest.nodes[0].key = ['text', 'text_l']),
    'manifest.json, nodes[0] (prompt): names the key text_l, which none of its nodes has: take it out',
  ],
  [
    'words where a choice belongs',
    ({ manifest }) => Object.assign(manifest.nodes[0], { node_ids: ['6'], key: 'scheduler' }),
    'manifest.json, nodes[0] (prompt), node 6 (KSampler), input scheduler: takes one of several (type choice), not words',
  ],
  [
    'numbers where whole numbers belong',
    ({ manifest }) =>
      manifest.nodes.splice(1, 1, { type: 'number', name: 'x', node_ids: ['6'], key: 'steps' }),
    'manifest.json, nodes[1] (number), node 6 (KSampler), input steps: takes whole numbers (type integer), not numbers',
  ],
  [
    'yes or no where a number belongs',
    ({ manifest }) =>
      manifest.nodes.push({ type: 'boolean', name: 'x', node_ids: ['6'], key: 'cfg' }),
    'manifest.json, nodes[4] (boolean), node 6 (KSampler), input cfg: takes numbers (type number), not yes or no',
  ],
  [
    'a picture where a model belongs',
    ({ manifest }) => manifest.nodes.push({ type: 'image', node_ids: ['1'], key: 'ckpt_name' }),
    'manifest.json, nodes[4] (image), node 1 (CheckpointLoaderSimple), input ckpt_name: takes a file (type model), not a picture: name a node that loads one, such as LoadImage',
  ],
  [
    'an input that two entries set',
    ({ manifest }) =>
      manifest.nodes.push({ type: 'integer', name: 'work', node_ids: ['6'], key: 'steps' }),
    'manifest.json, nodes[4] (integer), node 6 (KSampler), input steps: is set by nodes[1] too: take one of them out',
  ],
];

const VALUES: readonly Mistake[] = [
  [
    'a range that the node does not allow',
    ({ manifest }) => (manifest.nodes[1].max = 20_000),
    'manifest.json, nodes[1] (steps): goes from 1 to 20000, and node 6 (KSampler) takes 1 to 10000: narrow min and max',
  ],
  [
    'a range that is upside down',
    ({ manifest }) => Object.assign(manifest.nodes[1], { min: 30, max: 10 }),
    'manifest.json, nodes[1] (steps): its min 30 is above its max 10: swap them',
  ],
  [
    'texts that are longer together than what is read before a picture is made',
    ({ manifest }) => {
      manifest.nodes.push({ type: 'negative_prompt', node_ids: ['4'], max_length: 2_000 });
      Object.assign(manifest.nodes[0], { max_length: 3_001 });
    },
    'manifest.json: its texts (prompt, negative_prompt) may have 5001 characters together, and what people write is read up to 5000 before a picture is made of it: give them a smaller max_length',
  ],
  [
    'a seed that nobody can draw',
    (it) => {
      makePublic(it, [{ type: 'seed', min: -9, max: -1 }]);
    },
    'manifest.json, nodes[0] (seed): its max -1 is below 0, and seeds are drawn from 0 on: raise it',
  ],
  [
    'a default out of range',
    ({ manifest }) => (manifest.nodes[1].max = 10),
    'manifest.json, nodes[1] (steps): its default 20 is not within 1 to 10: give another default, or widen min and max',
  ],
  [
    'half a step',
    ({ manifest }) => (manifest.nodes[1].min = 1.5),
    'manifest.json, nodes[1] (steps): has 1.5 as min, max or default: write a whole number',
  ],
  [
    'more pictures than a message holds',
    ({ manifest }) => manifest.nodes.push({ type: 'count', node_ids: ['5'], max: 8 }),
    'manifest.json, nodes[4] (count): goes from 1 to 8, and a message holds 1 to 4 pictures: narrow min and max',
  ],
  [
    'a number of which nothing is known',
    ({ manifest, graph }) => {
      graph['7'].class_type = 'MyDecode';
      graph['7'].inputs.tiles = 4;
      manifest.nodes.push({ type: 'integer', name: 'tiles', node_ids: ['7'], key: 'tiles' });
    },
    'manifest.json, nodes[4] (integer): needs a min and a max, as it is not known what its node takes',
  ],
  [
    'a choice that the sampler does not take',
    ({ manifest }) => (manifest.nodes[2].choices = ['euler', 'eulr']),
    'manifest.json, nodes[2] (sampler), node 6 (KSampler), input sampler_name: does not take the choice "eulr": it takes euler, euler_cfg_pp, euler_ancestral, euler_ancestral_cfg_pp, heun, heunpp2, exp_heun_2_x0, exp_heun_2_x0_sde and 36 more',
  ],
  [
    'a choice twice',
    ({ manifest }) => (manifest.nodes[2].choices = ['euler', 'euler']),
    'manifest.json, nodes[2] (sampler): has the choice euler twice: take one out',
  ],
  [
    'a default that is no choice',
    ({ manifest }) => (manifest.nodes[2].choices = ['dpmpp_2m']),
    'manifest.json, nodes[2] (sampler): its default euler is none of its choices: add it to them, or name another default',
  ],
  [
    'no choices where there are too many',
    ({ manifest }) => Reflect.deleteProperty(manifest.nodes[2], 'choices'),
    'manifest.json, nodes[2] (sampler): needs choices, as its node has none that are known, or more than 25: name them',
  ],
  [
    'a size that the node does not take',
    ({ manifest }) =>
      manifest.nodes.push({
        type: 'aspect_ratio',
        node_ids: ['5'],
        sizes: { '1:1': [1024, 1024], '64:1': [32_768, 512] },
      }),
    'manifest.json, nodes[4] (aspect_ratio), node 5 (EmptyLatentImage), input width: takes 16 to 16384, and the size 64:1 has 32768: name another size',
  ],
];

const NAMES: readonly Mistake[] = [
  [
    'two entries of one name',
    ({ manifest }) =>
      manifest.nodes.push({ type: 'text', name: 'style', node_ids: ['4'], key: 'text' }),
    'manifest.json, nodes[4] (text): is called style as another entry is: name the nodes of both in one, or give it another name',
  ],
  [
    'a name that means something else',
    ({ manifest }) => (manifest.nodes[3].name = 'seed'),
    'manifest.json, nodes[3] (lora): the name seed means something else: choose another',
  ],
  [
    'a prompt of another name',
    ({ manifest }) => (manifest.nodes[0].name = 'words'),
    'manifest.json, nodes[0] (prompt): a prompt is always called prompt: leave its name out',
  ],
  [
    'a name that Discord refuses',
    ({ manifest }) => (manifest.nodes[3].name = 'My Style'),
    'manifest.json, nodes[3] (lora): Discord refuses the name "My Style": take lower case letters, digits, - and _ only, at most 32',
  ],
  [
    'more than 25 options',
    ({ manifest, graph }) => {
      for (let at = 0; at < 22; at++) {
        graph[`2${at}`] = { class_type: 'PrimitiveInt', inputs: { value: 0 } };
        manifest.nodes.push({
          type: 'integer',
          name: `n${at}`,
          node_ids: [`2${at}`],
          key: 'value',
          min: 0,
          max: 9,
        });
      }
    },
    'manifest.json: has 26 options, and Discord takes 25: leave some out',
  ],
];

const GRAPH: readonly Mistake[] = [
  [
    'a link to nothing',
    ({ graph }) => (graph['7'].inputs.vae = ['99', 0]),
    `graph.json, node 7 (VAEDecode), input vae: comes from node 99, which is not there: ${AGAIN}`,
  ],
  [
    'a link to an output that is not there',
    ({ graph }) => (graph['7'].inputs.vae = ['1', 7]),
    `graph.json, node 7 (VAEDecode), input vae: comes from output 7 of node 1 (CheckpointLoaderSimple), which has no such output: ${AGAIN}`,
  ],
  [
    'a link of the wrong type',
    ({ graph }) => (graph['7'].inputs.vae = ['1', 0]),
    `graph.json, node 7 (VAEDecode), input vae: takes VAE, and node 1 (CheckpointLoaderSimple) gives MODEL: ${AGAIN}`,
  ],
  [
    'a ring',
    ({ graph }) => {
      graph['6'].inputs.latent_image = ['11', 0];
      graph['11'].inputs.pixels = ['7', 0];
    },
    'graph.json, node 11 (VAEEncode): is made from itself, by the nodes 7, 6, 11, 7: cut one of these links',
  ],
  [
    'an input that has to be there',
    ({ graph }) => Reflect.deleteProperty(graph['6'].inputs, 'positive'),
    `graph.json, node 6 (KSampler), input positive: is missing: ${AGAIN}`,
  ],
  [
    'a value that the node does not take',
    ({ graph }) => (graph['6'].inputs.cfg = -3),
    `graph.json, node 6 (KSampler), input cfg: takes at least 0, and has -3: ${AGAIN}`,
  ],
  [
    'an object in the place of a number',
    ({ graph }) => (graph['6'].inputs.steps = { least: 4 }),
    `graph.json, node 6 (KSampler), input steps: takes a number, and has a list or an object: ${AGAIN}`,
  ],
  [
    'a value that is none of several',
    ({ graph }) => (graph['6'].inputs.scheduler = 'usual'),
    'graph.json, node 6 (KSampler), input scheduler: has "usual", and takes simple, sgm_uniform, karras, exponential, ddim_uniform, beta, normal, linear_quadratic and 1 more',
  ],
  [
    'no node that saves a picture',
    ({ graph }) => Reflect.deleteProperty(graph, '8'),
    'graph.json: saves no picture, and the bot shows nothing else yet: add a SaveImage in ComfyUI and export again',
  ],
  [
    'no name of a model file',
    ({ graph }) => (graph['1'].inputs.ckpt_name = ''),
    'graph.json, node 1 (CheckpointLoaderSimple), input ckpt_name: names no file, and has "": choose one in ComfyUI and export again',
  ],
  [
    'a saver that is not known',
    ({ graph }) => (graph['8'].class_type = 'MySave'),
    'manifest.json, outputs: is missing, and no node is known to save a picture: name the ids of those that do, among 8 (MySave)',
  ],
  [
    'an output that saves no picture',
    ({ manifest }) => (manifest.outputs = ['7']),
    'manifest.json, outputs: names node 7 (VAEDecode), which saves no picture: name one that does',
  ],
  [
    'a picture that may not be left out',
    (it) => {
      takePicture(it, { required: false });
    },
    'manifest.json, input image: graph.json makes no picture without it: take "required": false out',
  ],
];

const RATING: readonly Mistake[] = [
  [
    'an adult rating and pictures of people',
    (it) => {
      it.manifest.rating = 'adult';
      takePicture(it);
    },
    'manifest.json: takes pictures that may show people (image), which adult-rated models never see: write "rating": "general" if its models are that, or "person": false at a picture that never shows anybody',
  ],
  [
    'a general rating and a model that calls itself something else',
    ({ graph }) => (graph['1'].inputs.ckpt_name = 'hardcore_mix.safetensors'),
    'graph.json, node 1 (CheckpointLoaderSimple), input ckpt_name: names hardcore_mix.safetensors, which calls itself adult-rated ("hardcore"), and the rating is general: take another file, or leave the rating out',
  ],
  [
    'a general rating and a LoRA that calls itself something else',
    ({ manifest }) => (manifest.nodes[3].choices = ['ink.safetensors', 'nsfw.safetensors']),
    'manifest.json, input style: names nsfw.safetensors, which calls itself adult-rated ("nsfw"), and the rating is general: take another file, or leave the rating out',
  ],
  [
    'a general rating and any LoRA at all',
    ({ manifest }) => Reflect.deleteProperty(manifest.nodes[3], 'choices'),
    'manifest.json, nodes[3] (lora): needs choices, as the rating is general: name the files one by one',
  ],
];

const ELSEWHERE: readonly Mistake[] = [
  [
    'a next step to nowhere',
    ({ manifest }) => (manifest.next = [{ label: 'Larger', workflow: 'larger', image: 'image' }]),
    'manifest.json, next[0]: leads to /larger, which is no workflow that works: name one that does, or take this step out',
  ],
  [
    'a next step that takes no such picture',
    ({ manifest }) => (manifest.next = [{ label: 'Again', workflow: 'ink', image: 'image' }]),
    'manifest.json, next[0]: /ink takes no picture called image: it takes none at all',
  ],
  [
    'two next steps by one command',
    ({ manifest }) =>
      (manifest.next = [
        { workflow: 'upscale', image: 'image', as: 'upscale' },
        { label: 'Larger', workflow: 'upscale', image: 'image' },
        { label: 'Much larger', workflow: 'upscale', image: 'image' },
      ]),
    'manifest.json, next[2]: leads to /upscale, as next[1] does, and a button is known by its command: take one of them out',
  ],
  [
    'what only a public endpoint has',
    ({ manifest }) => (manifest.price = { per_picture: 0.01 }),
    'manifest.json: has price, which only RunPod\'s public endpoints know: take it out, or write "worker": "runpod-public"',
  ],
  [
    'a picture for a public endpoint',
    (it) => {
      makePublic(it, [{ type: 'prompt' }, { type: 'image' }]);
    },
    'manifest.json, nodes[1] (image): a public endpoint is sent no pictures: take this one out',
  ],
  [
    'nodes of a public endpoint',
    (it) => {
      makePublic(it, [{ type: 'prompt', node_ids: ['3'] }]);
    },
    'manifest.json, nodes[0] (prompt): a public endpoint has no nodes: leave node_ids out',
  ],
  [
    'a number for a public endpoint without bounds',
    (it) => {
      makePublic(it, [{ type: 'prompt' }, { type: 'integer', name: 'quality', key: 'quality' }]);
    },
    'manifest.json, nodes[1] (integer): needs a min and a max, as it is not known what its node takes',
  ],
];

const table = readCoreNodes();

/** Everything that is said of a folder with such workflows, in lines. */
function linesOf(drafts: readonly Draft[], commands: readonly string[] = ['jobs']): string[] {
  const folder = tempFolder();
  for (const { name, manifest, graph, manifestText, graphText } of drafts) {
    mkdirSync(join(folder, name));
    const texts = {
      'manifest.json': manifestText === undefined ? JSON.stringify(manifest) : manifestText,
      'graph.json': graphText === undefined ? JSON.stringify(graph) : graphText,
    };
    for (const [file, text] of Object.entries(texts)) {
      if (text !== null) writeFileSync(join(folder, name, file), text);
    }
  }
  const builtIn = [...builtInRecipes.values()];
  const { broken } = readWorkflows(folder, { readTable: () => table, commands, builtIn });
  return broken.flatMap(({ problems }) => problems.map(problemLine));
}

describe('a folder that nothing is wrong with', () => {
  it('is not said anything of', () => {
    const withPicture = { ...draft(), name: 'ink-of-picture' };
    takePicture(withPicture);
    expect(linesOf([draft(), withPicture])).toEqual([]);
  });
});

describe.each([
  ['files', FILES],
  ['the manifest by itself', SCHEMA],
  ['nodes and their inputs', NODES],
  ['ranges and choices', VALUES],
  ['names and bounds of Discord', NAMES],
  ['the graph by itself', GRAPH],
  ['ratings', RATING],
  ['what lies elsewhere', ELSEWHERE],
])('a mistake in %s is named in one line that says what to do', (_, mistakes) => {
  it.each(mistakes)('%s', (_what, make, line) => {
    const broken = draft();
    make(broken);
    expect(linesOf([broken])).toEqual([line]);
  });
});

it('a command of more than 8,000 characters is named in one line that says so', () => {
  const { manifest, graph, ...broken } = draft();
  const choices = Array.from({ length: 25 }, (_, at) => `${at}`.padEnd(50, 'x'));
  for (const id of ['21', '22', '23', '24']) {
    graph[id] = { class_type: 'PrimitiveString', inputs: { value: choices[0] } };
    manifest.nodes.push({ type: 'choice', name: `c${id}`, node_ids: [id], key: 'value', choices });
  }
  const [line, ...others] = linesOf([{ ...broken, manifest, graph }]);
  expect(line).toMatch(
    /^manifest\.json: its names, descriptions and choices have 10\d{3} characters, and Discord takes 8000: shorten them$/,
  );
  expect(others).toEqual([]);
});

describe('several folders', () => {
  it('may be no more than Discord takes commands', () => {
    const commands = Array.from({ length: 99 }, (_, at) => `built-in-${at}`);
    expect(linesOf([draft(), { ...draft(), name: 'last' }], commands)).toEqual([
      'would be command 101, and Discord takes 100: move another one out',
    ]);
  });

  it('leave the others working where one is broken', () => {
    const broken = { ...draft(), name: 'broken' };
    Reflect.deleteProperty(broken.graph, '8');
    expect(linesOf([draft(), broken])).toHaveLength(1);
  });

  it('are told apart from a file that was put beside them', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'flux.json'), '{}');
    const { broken } = readWorkflows(folder, {
      readTable: () => table,
      commands: [],
      builtIn: [],
    });
    expect(broken).toEqual([
      {
        name: 'flux.json',
        problems: [
          {
            says: `is a file, and a workflow is a folder: ${ADD} makes one of an export`,
          },
        ],
      },
    ]);
  });
});
