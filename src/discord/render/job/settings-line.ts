import { ASPECT_RATIOS } from '../../../comfy/aspect-ratio.ts';
import type { Job } from '../../../record/job/job.ts';

/** What a picture was made with, in one line. */
export function settingsLine({ settings, models, usesFace }: Job): string {
  const { width, height } = ASPECT_RATIOS[settings.aspectRatio];
  const parts = [
    `${width}×${height}`,
    `${settings.steps} steps`,
    `cfg ${settings.cfg}`,
    settings.sampler,
    settings.scheduler,
    ...(settings.denoise === 1 ? [] : [`denoise ${settings.denoise}`]),
    ...(usesFace ? [`face ${settings.faceWeight}`] : []),
    `seed ${settings.seed}`,
    models.checkpoint.replace(/\.[^.]+$/, ''),
  ];
  return `\`${parts.join(' · ')}\``;
}
