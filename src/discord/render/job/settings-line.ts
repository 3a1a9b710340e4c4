import { ASPECT_RATIOS } from '../../../comfy/aspect-ratio.ts';
import type { Job } from '../../../record/job/job.ts';
import { wordsFor } from '../words-for.ts';

/** What a picture was made with, in one line. */
export function settingsLine(job: Job): string {
  const { settings, models, usesFace } = job;
  const { width, height } = ASPECT_RATIOS[settings.aspectRatio];
  const parts = [
    `${width}×${height}`,
    wordsFor(job).result.steps(settings.steps),
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
