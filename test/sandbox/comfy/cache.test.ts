import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, expect } from 'vitest';
import sharp from 'sharp';
import { give, pictureNamed, startComfy } from './comfy.ts';
import { faceIdGraph, photo, textGraph } from './graphs.ts';

const small = { '13': { width: 64, height: 64 } };

describe('the cache of the stand-in for ComfyUI', () => {
  it('serves the same graph again: the same file, and no new one', async () => {
    const { comfy, run } = await startComfy();
    const first = await run(textGraph(small));
    const second = await run(textGraph(small));
    expect(second.outputs).toEqual(first.outputs);
    expect(second.status.messages[1]).toMatchObject([
      'execution_cached',
      { nodes: ['1', '7', '8', '10', '11', '12', '13'] },
    ]);
    expect(readdirSync(join(comfy.files.folder, 'output'))).toHaveLength(1);
  });

  it('runs a changed node again, and what depends on it', async () => {
    const { run } = await startComfy();
    await run(textGraph(small));
    const entry = await run(textGraph({ ...small, '10': { seed: 7 } }));
    expect(entry.status.messages[1]?.[1]).toMatchObject({ nodes: ['1', '7', '8', '13'] });
    expect(entry.outputs['12']).toEqual(pictureNamed('ComfyUI_00002_.png'));
  });

  it('looks at the bytes of a photo, not at its name', async () => {
    const { comfy, run } = await startComfy();
    await run(faceIdGraph(small));
    expect((await run(faceIdGraph(small))).outputs['12']).toEqual(
      pictureNamed('ComfyUI_00001_.png'),
    );
    const other = await sharp(Buffer.from(await photo(), 'base64'))
      .rotate(90)
      .png()
      .toBuffer();
    give(comfy, 'face.png', other.toString('base64'));
    expect((await run(faceIdGraph(small))).outputs['12']).toEqual(
      pictureNamed('ComfyUI_00002_.png'),
    );
  });

  it('remembers the last prompt only, and nothing once it is freed', async () => {
    const { comfy, run } = await startComfy();
    const cached = async (seed: number) => {
      const [, event] = (await run(textGraph({ ...small, '10': { seed } }))).status.messages;
      return event?.[1].nodes;
    };
    await cached(1);
    await cached(2);
    expect(await cached(1)).not.toContain('10');
    comfy.free();
    expect(await cached(1)).toEqual([]);
  });
});
