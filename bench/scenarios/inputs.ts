import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { stallFigure } from '../figure.ts';
import { inHouse } from '../house.ts';
import { stallOf, type Stall } from '../lap.ts';
import { noisePicture } from '../noise-picture.ts';
import type { Scenario } from '../scenario.ts';
import { until } from '../until.ts';

const WITHIN_MS = 120_000;

/** Of a picture of 1.7 MB: four of them come to nearly all that a job may bring. */
const SIDE = 650;
const OPTIONS = ['first', 'second', 'third', 'fourth'] as const;

/** A workflow that takes four pictures. */
const MANIFEST = {
  title: 'Collage',
  description: 'Four pictures together',
  rating: 'general',
  nodes: OPTIONS.map((name, n) => ({
    type: 'image',
    name,
    node_ids: [`${n + 1}`],
    required: true,
  })),
  outputs: ['8'],
};
const batch = (image1: string, image2: string) => ({
  class_type: 'ImageBatch',
  inputs: { image1: [image1, 0], image2: [image2, 0] },
});
const GRAPH = {
  ...Object.fromEntries(
    OPTIONS.map((_, n) => [`${n + 1}`, { class_type: 'LoadImage', inputs: { image: 'a.png' } }]),
  ),
  '5': batch('1', '2'),
  '6': batch('3', '4'),
  '7': batch('5', '6'),
  '8': { class_type: 'SaveImage', inputs: { images: ['7', 0], filename_prefix: 'collage' } },
};

/** What came of jobs into which 7 MB of pictures go. */
export interface InputsMeasure {
  readonly doneMs: number | null;
  readonly missing: number;
  readonly stall: Stall | null;
}

/** That many people ask for a picture of four at the same time. */
export function measureInputs(jobs: number, withinMs = WITHIN_MS): Promise<InputsMeasure> {
  return inHouse({ workers: jobs }, async (house) => {
    const { discord, runpod, folder } = house;
    const workflows = join(folder, 'workflows');
    mkdirSync(join(workflows, 'collage'), { recursive: true });
    writeFileSync(join(workflows, 'collage', 'manifest.json'), JSON.stringify(MANIFEST));
    writeFileSync(join(workflows, 'collage', 'graph.json'), JSON.stringify(GRAPH));
    const data = (await noisePicture(64)).toString('base64');
    for (let left = jobs; left > 0; left -= 1) runpod.script({ output: { images: [{ data }] } });
    const bot = house.darkroom({ WORKFLOWS_DIR: workflows, POLL_INTERVAL_MS: '500' });
    await bot.ready();
    const bytes = await seeThrough(SIDE);
    const pictures = OPTIONS.map((name) => [name, { name: `${name}.png`, bytes }] as const);
    let shown = 0;
    discord.onMessage(({ kind, message }) => {
      if (kind === 'edited' && message.files.length > 0) shown += 1;
    });
    await bot.lap();

    const begun = performance.now();
    const asked = Array.from({ length: jobs }, (_, n) =>
      discord.command({
        by: discord.world.addPerson(`Person ${n + 1}`),
        in: discord.world.channels.general,
        name: 'collage',
        options: { ...Object.fromEntries(pictures), consent: true },
      }),
    );
    await Promise.all(asked);
    await until(() => shown >= jobs, withinMs);
    const doneMs = shown >= jobs ? performance.now() - begun : null;
    return { doneMs, missing: jobs - shown, stall: stallOf(await bot.lap()) };
  });
}

/** A square PNG of noise that is partly transparent, so that it stays one, of four bytes a pixel. */
function seeThrough(side: number): Promise<Buffer> {
  const raw = { width: side, height: side, channels: 4 as const };
  return sharp(randomBytes(side * side * 4), { raw })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

export const inputs: Scenario = {
  name: 'inputs',
  withinMs: 6 * 60_000,
  async run(report) {
    for (const jobs of [1, 8]) {
      const of = `${jobs} of 7 MB`;
      const { doneMs, missing, stall } = await measureInputs(jobs);
      report({ key: 'inputs.done', of, measured: doneMs });
      report({ key: 'inputs.missing', of, measured: missing });
      report(stallFigure('inputs.stall', stall, of));
    }
  },
};
