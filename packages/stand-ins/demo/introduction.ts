import type { DemoWorker } from './options.ts';

const MAKERS: Readonly<Record<DemoWorker, string>> = {
  played:
    'Its pictures come from a stand-in for ComfyUI that draws what it knows of a prompt: no model is at work.',
  contract:
    'The worker of worker/ runs too; behind it a stand-in for ComfyUI draws the pictures: no model is at work.',
  'worker-comfyui':
    "RunPod's worker-comfyui is played; a stand-in for ComfyUI draws the pictures: no model is at work.",
  'runpod-public':
    "RunPod's public endpoints are played, and no model is at work. They take no photos.",
};

/** What is said first: what is real here, and what is played. */
export function introduction(worker: DemoWorker): string {
  const real =
    'The real bot meets Discord and RunPod as this machine plays them: no account, no GPU.';
  return `${real}\n${MAKERS[worker]}\n`;
}
