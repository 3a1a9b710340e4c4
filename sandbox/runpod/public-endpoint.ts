import sharp from 'sharp';
import { render } from '../comfy/render.ts';
import type { PictureHost } from './picture-host.ts';
import { PUBLIC_MODELS, type PublicPicture } from './public-models.ts';
import type { Work } from './work.ts';

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

async function draw({ negative, guidance, format, ...same }: PublicPicture): Promise<Buffer> {
  const [png = Buffer.alloc(0)] = await render(
    {
      ...same,
      negative,
      cfg: guidance,
      seed: same.seed === -1 ? Math.floor(Math.random() * 2 ** 32) : same.seed,
      batchSize: 1,
      samplerId: '',
      samplerName: '',
      scheduler: '',
      denoise: 1,
      checkpoint: '',
      filenamePrefix: '',
    },
    {},
  );
  return format === 'png' ? png : sharp(png).toFormat(format).toBuffer();
}
