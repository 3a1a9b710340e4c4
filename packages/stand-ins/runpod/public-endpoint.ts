import sharp from 'sharp';
import { painted } from '../comfy/pictures/painting.ts';
import type { Picture } from '../comfy/pictures/picture.ts';
import { render } from '../comfy/render.ts';
import type { PictureHost } from './picture-host.ts';
import { PUBLIC_MODELS, type PublicPicture } from './public-models.ts';
import type { Work } from './work.ts';

/** What every picture begins as. */
const NOISE: Picture = { kind: 'plain', width: 8, height: 8, colour: [0, 0, 0] };

export interface PublicEndpointOptions {
  readonly host: PictureHost;
  /** How long a step takes, in milliseconds. */
  readonly stepMs: () => number;
}

/**
 * RunPod's public endpoints, by its documentation: a flat input per model in, an address and a cost out. They
 * report no progress. What is drawn is what the stand-in for ComfyUI draws.
 */
export function playPublicEndpoint({ host, stepMs }: PublicEndpointOptions): Work {
  return async ({ job, sleep }) => {
    const model = PUBLIC_MODELS.get(job.endpointId);
    if (!model) return { status: 'FAILED', error: 'no such model' };
    const picture = model.read(job.input);
    if ('error' in picture) return { status: 'FAILED', error: picture.error };
    await sleep(picture.steps * stepMs());
    const { format } = picture;
    const image_url = host.put(await draw(picture), format);
    return { status: 'COMPLETED', output: { image_url, cost: model.price(picture) } };
  };
}

async function draw({
  width,
  height,
  prompt,
  negative,
  seed,
  steps,
  guidance,
  format,
}: PublicPicture) {
  const strokes = {
    prompt,
    negative,
    seed: seed === -1 ? Math.floor(Math.random() * 2 ** 32) : seed,
    steps,
    cfg: guidance,
    denoise: 1,
    samplerName: '',
    scheduler: '',
    checkpoint: '',
  };
  const [picture = NOISE] = painted([{ ...NOISE, width, height }], {
    strokes,
    shown: [],
    face: undefined,
  });
  const png = await render(picture, {});
  return format === 'png' ? png : sharp(png).toFormat(format).toBuffer();
}
