import { describe, it, expect } from 'vitest';
import { playableGraph } from '../../../sandbox/runpod/contract-graph.ts';
import { faceGraph, faceIdGraph, photo, textGraph } from '../comfy/graphs.ts';

describe('playableGraph', () => {
  it('makes a graph that ComfyUI runs of the face graph of the contract', async () => {
    const face = await photo();
    const { prompt, files } = playableGraph(faceGraph(face), 'job-1');
    expect(prompt).toEqual({
      ...faceIdGraph(),
      '1': { ...faceGraph(face)['1'] },
      '6': { class_type: 'LoadImage', inputs: { image: 'job-1-6.png' } },
    });
    expect(files).toEqual([{ name: 'job-1-6.png', bytes: Buffer.from(face, 'base64') }]);
  });

  it('leaves a graph without a face as it is', () => {
    expect(playableGraph(textGraph(), 'job-1')).toEqual({ prompt: textGraph(), files: [] });
  });

  it.each([['no graph'], [{ '1': 'no node' }], [null]])('leaves %j to ComfyUI', (input) => {
    expect(playableGraph(input, 'job-1')).toEqual({ prompt: input, files: [] });
  });
});
