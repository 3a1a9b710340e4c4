import type { ComfyFile } from './comfy-files.ts';
import type { ComfySettings } from './comfy-settings.ts';
import { type Paint, paintScene, sketchScene } from './drawing/paint.ts';
import { NodeException } from './node-exception.ts';
import type { NodeOutput, NodeRun } from './node-run.ts';
import { loadPictures } from './pictures/loaded.ts';
import type { Picture } from './pictures/picture.ts';
import { plannedSteps, tilesOf } from './pictures/steps.ts';
import { shades, Tracer } from './pictures/tracer.ts';
import { preview, render } from './render.ts';

/** What samplers do: so many steps, each with what can be seen by then. */
export async function sample({ graph, id, files, settings, step }: NodeRun): Promise<void> {
  const loaded = await loadPictures(graph, id, files);
  const tracer = new Tracer(graph, loaded);
  const [picture] = tracer.pictures([id, 0]);
  const steps = plannedSteps(graph, id, tracer.values);
  for (let value = 1; value <= steps; value += 1) {
    await step(value, steps, () =>
      picture?.kind === 'painted'
        ? preview(picture, value, { loaded, paint: painterOf(settings) })
        : Promise.reject(new TypeError('a sampler that paints nothing')),
    );
  }
}

/** What a model that enlarges does: tile by tile. */
export async function enlarge({ graph, id, files, step }: NodeRun): Promise<void> {
  const pictures = new Tracer(graph, await loadPictures(graph, id, files)).picturesAt(id, 'image');
  const tiles = pictures.reduce((sum, picture) => sum + tilesOf(picture), 0);
  for (let value = 1; value <= tiles; value += 1) await step(value, tiles);
}

/** What nodes do that save pictures, or show them: each picture of a batch becomes a file. */
export async function save(run: NodeRun, type: 'output' | 'temp'): Promise<NodeOutput> {
  const { graph, id, files, settings } = run;
  const loaded = await loadPictures(graph, id, files);
  const tracer = new Tracer(graph, loaded);
  const images: ComfyFile[] = [];
  for (const picture of picturesOf(run, tracer)) {
    const metadata = settings.metadata ? graph : undefined;
    const png = await render(picture, { loaded, metadata, paint: painterOf(settings) });
    images.push(write(run, png, type));
  }
  return { images };
}

function painterOf({ sketches }: ComfySettings): Paint {
  return sketches ? sketchScene : paintScene;
}

function picturesOf({ graph, id }: NodeRun, tracer: Tracer): readonly Picture[] {
  if (graph[id]?.class_type === 'MaskPreview') return shades(tracer.maskAt(id, 'mask'));
  return tracer.picturesAt(id, 'images');
}

function write({ graph, id, files }: NodeRun, png: Buffer, type: 'output' | 'temp'): ComfyFile {
  const { filename_prefix: asked } = graph[id]?.inputs ?? {};
  const saved = typeof asked === 'string' && asked !== '' ? asked : 'ComfyUI';
  const prefix = type === 'temp' ? 'ComfyUI_temp_sandb' : saved;
  const file = files.nextFile(prefix, type);
  if (!file) {
    throw new NodeException(
      `**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: ${prefix}\n         output_dir: ${files.folder}/output`,
    );
  }
  files.write(file, png);
  return file;
}
