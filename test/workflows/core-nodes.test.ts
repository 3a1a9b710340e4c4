import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCore } from '../../src/comfy/node-table.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('readCoreNodes', () => {
  const nodes = readCoreNodes();

  it('reads the node classes that come with the bot', () => {
    expect(nodes.size).toBe(639);
    expect(nodes.get('KSampler')?.inputs.steps).toEqual({
      type: 'INT',
      required: true,
      default: 20,
      min: 1,
      max: 10000,
    });
    expect(nodes.get('SaveImage')?.isOutput).toBe(true);
  });

  it('has the classes of one commit, with their inputs in the order of their declaration', () => {
    expect(nodes.get('SaveVideo')?.inputs).toMatchObject({
      codec: { type: 'COMFY_DYNAMICCOMBO_V3', required: true, options: ['auto', 'h264'] },
    });
    // Came a week later.
    expect(nodes.has('ImageCropToMask')).toBe(false);
    expect(Object.keys(nodes.get('KSampler')?.inputs ?? {}).join(' ')).toBe(
      'model seed steps cfg sampler_name scheduler positive negative latent_image denoise',
    );
  });

  it.each([
    'Kandinsky5ImageToVideo',
    'SaveGLB',
    'LTXVConditioning',
    'SaveAudioMP3',
    'SVD_img2vid_Conditioning',
  ])('knows %s', (name) => {
    const known = nodes.get(name);
    expect(known && isCore(known)).toBe(true);
  });

  it("knows ComfyUI's own from those of ComfyUI_IPAdapter_plus", () => {
    const others = [...nodes].filter(([, nodeClass]) => !isCore(nodeClass));
    expect(new Set(others.map(([, { module }]) => module))).toEqual(
      new Set(['custom_nodes.ComfyUI_IPAdapter_plus']),
    );
    expect(others).toHaveLength(37);
  });

  it('understands every input: each has a type, and a list that is fixed has options', () => {
    const inputs = [...nodes.values()].flatMap(({ inputs }) => Object.values(inputs));
    const empty = inputs.filter(
      ({ type, files, options = [] }) => type === 'COMBO' && !files && options.length === 0,
    );
    expect(inputs.length).toBeGreaterThan(2800);
    expect(empty).toEqual([]);
  });

  it('reads another file that it is named', () => {
    const file = join(tempFolder(), 'nodes.json');
    writeFileSync(file, '{"Mine":{"input":{},"output":[]}}');
    expect([...readCoreNodes(file).keys()]).toEqual(['Mine']);
  });
});
