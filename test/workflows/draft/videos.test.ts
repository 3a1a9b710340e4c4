import { describe, expect, it } from 'vitest';
import { problemLine } from '../../../src/workflows/problem.ts';
import { workflowRecipe } from '../../../src/workflows/workflow-recipe.ts';
import { INK_GRAPH, INK_MANIFEST } from '../../support/ink-workflow.ts';
import { draftWorkflow } from '../../../src/workflows/draft/draft-workflow.ts';
import { table } from './draft.ts';

const { '8': saver, '9': preview, ...unsaved } = INK_GRAPH;

/** Ends in a video, by ComfyUI's own nodes or those of others. */
const VIDEOS: Readonly<Record<string, object>> = {
  SaveVideo: {
    '20': { class_type: 'CreateVideo', inputs: { images: ['7', 0], fps: 24 } },
    '21': {
      class_type: 'SaveVideo',
      inputs: { video: ['20', 0], filename_prefix: 'v', format: 'auto', codec: 'auto' },
    },
  },
  SaveWEBM: {
    '21': {
      class_type: 'SaveWEBM',
      inputs: { images: ['7', 0], filename_prefix: 'v', codec: 'vp9', fps: 24, crf: 32 },
    },
  },
  VHS_VideoCombine: {
    '21': { class_type: 'VHS_VideoCombine', inputs: { images: ['7', 0], frame_rate: 8 } },
  },
};

const linesOf = (graph: object, outputs?: readonly string[]) => {
  const read = workflowRecipe(
    { name: 'ink', manifest: { ...INK_MANIFEST, outputs }, graph },
    table,
  );
  return 'problems' in read ? read.problems.map(problemLine) : [];
};

const noPicture = (why: string) =>
  `graph.json: saves no picture (${why}), and the bot shows nothing else yet: add a SaveImage in ComfyUI and export again`;

describe.each(Object.entries(VIDEOS))('a workflow that ends in %s', (className, ends) => {
  const graph = { ...unsaved, ...ends };
  const NO_PICTURE = noPicture(`node 21 (${className}) makes a video`);

  it('is not added, with a sentence', () => {
    const draft = draftWorkflow({ name: 'mine', file: graph, table, isGeneral: true });
    expect('problems' in draft && draft.problems.map(problemLine)).toEqual([NO_PICTURE]);
  });

  it('is no command', () => {
    expect(linesOf(graph)).toEqual([NO_PICTURE]);
  });

  it('cannot have that named for a picture', () => {
    expect(linesOf({ ...graph, '8': saver }, ['21'])).toEqual([
      `manifest.json, outputs: names node 21 (${className}), which makes a video, and the bot shows pictures only: name one that saves a picture`,
    ]);
  });

  it('works where a picture is saved besides', () => {
    expect(linesOf({ ...graph, '8': saver }, ['8'])).toEqual([]);
    expect(linesOf({ ...graph, '9': preview })).toEqual([]);
  });
});

/** As the nodes of others that models of videos and sounds come with. */
const node = (class_type: string, inputs: object) => ({ class_type, inputs });

describe('a workflow of nodes that are not known', () => {
  const cut = { '30': node('LTXVSomethingNew', { images: ['7', 0], strength: 1 }) };

  it.each([
    [
      'a video of others',
      { '31': node('VHS_VideoCombine', { images: ['30', 0], frame_rate: 24 }) },
      'node 31 (VHS_VideoCombine) makes a video',
    ],
    [
      'a video of others whose other files a node deletes',
      {
        '31': node('VHS_VideoCombine', { images: ['30', 0], frame_rate: 24 }),
        '32': node('VHS_PruneOutputs', { filenames: ['31', 0], options: 'Intermediate' }),
      },
      'node 31 (VHS_VideoCombine) makes a video',
    ],
    [
      'an animation of AnimateDiff’s',
      { '31': node('ADE_AnimateDiffCombine', { images: ['30', 0], frame_rate: 8 }) },
      'node 31 (ADE_AnimateDiffCombine) makes a video',
    ],
    [
      "a video of ComfyUI's own",
      {
        '31': node('CreateVideo', { images: ['30', 0], fps: 24 }),
        '32': node('SaveVideo', {
          video: ['31', 0],
          filename_prefix: 'v',
          format: 'auto',
          codec: 'auto',
        }),
      },
      'node 32 (SaveVideo) makes a video',
    ],
    [
      'a sound',
      {
        '31': node('SomeSpeech', { text: 'hello', voice: ['30', 0] }),
        '32': node('SaveAudioMP3', { audio: ['31', 0], filename_prefix: 'a', quality: 'V0' }),
      },
      'node 32 (SaveAudioMP3) makes a sound',
    ],
    [
      'a sound and a comparison',
      {
        '31': node('Save Sound', { audio: ['30', 0] }),
        '33': node('ImageCompare', { compare_view: {}, image_a: ['7', 0], image_b: ['30', 0] }),
      },
      'node 31 (Save Sound) makes a sound',
    ],
  ])('that ends in %s is told so, when it is added and when it is checked', (_, ends, why) => {
    const graph = { ...unsaved, ...cut, ...ends };
    const draft = draftWorkflow({ name: 'mine', file: graph, table, isGeneral: true });
    expect('problems' in draft && draft.problems.map(problemLine)).toEqual([noPicture(why)]);
    expect(linesOf(graph)).toEqual([noPicture(why)]);
  });
});
