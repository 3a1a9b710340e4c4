import { describe, expect, it } from 'vitest';
import { problemLine } from '../../../src/workflows/problem.ts';
import { workflowRecipe } from '../../../src/workflows/workflow-recipe.ts';
import { INK_GRAPH, INK_MANIFEST } from '../../support/ink-workflow.ts';
import { draftWorkflow } from '../../../src/workflows/find/draft-workflow.ts';
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

const NO_PICTURE =
  'graph.json: saves no picture, and the bot shows nothing else yet: add a SaveImage in ComfyUI and export again';

describe.each(Object.entries(VIDEOS))('a workflow that ends in %s', (className, ends) => {
  const graph = { ...unsaved, ...ends };

  it('is not added, with a sentence', () => {
    const draft = draftWorkflow({ name: 'mine', file: graph, table, isGeneral: true });
    expect('problems' in draft && draft.problems.map(problemLine)).toEqual([NO_PICTURE]);
  });

  it('is no command', () => {
    expect(linesOf(graph)).toEqual([NO_PICTURE]);
  });

  it('cannot have that named for a picture', () => {
    expect(linesOf({ ...graph, '8': saver }, ['21'])).toEqual([
      `manifest.json, outputs: names node 21 (${className}), which saves no picture: name one that does`,
    ]);
  });

  it('works where a picture is saved besides', () => {
    expect(linesOf({ ...graph, '8': saver }, ['8'])).toEqual([]);
    expect(linesOf({ ...graph, '9': preview })).toEqual([]);
  });
});
