import { fileURLToPath } from 'node:url';
import { story } from '../story.ts';

const workflows = fileURLToPath(new URL('../../../workflows.example', import.meta.url));

story("A member uses one of the operator's workflows", { workflows }, async ({ ada, runpod }) => {
  await ada.runs('/sdxl-lora', { prompt: 'a fox', strength: 0.5, aspect_ratio: '16:9' });
  await runpod.finishes();
});
