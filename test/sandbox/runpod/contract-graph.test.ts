import { describe, it, expect } from 'vitest';
import { playableGraph } from '../../../packages/stand-ins/runpod/contract-graph.ts';
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

  it('makes files of several pictures, a mask among them', async () => {
    const [one, other] = [await photo(), await photo()];
    const { prompt, files } = playableGraph(
      {
        '1': { class_type: 'LoadImage', inputs: { image: one } },
        '2': { class_type: 'LoadImageMask', inputs: { image: other, channel: 'alpha' } },
      },
      'job-1',
    );
    expect(files.map(({ name }) => name)).toEqual(['job-1-1.png', 'job-1-2.png']);
    expect(prompt).toMatchObject({ '2': { inputs: { image: 'job-1-2.png', channel: 'alpha' } } });
  });

  it('leaves a graph without a face as it is', () => {
    expect(playableGraph(textGraph(), 'job-1')).toEqual({ prompt: textGraph(), files: [] });
  });

  it.each([['no graph'], [{ '1': 'no node' }], [null]])('leaves %j to ComfyUI', (input) => {
    expect(playableGraph(input, 'job-1')).toEqual({ prompt: input, files: [] });
  });
});
