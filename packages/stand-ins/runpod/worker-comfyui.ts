import { randomUUID } from 'node:crypto';
import type { ComfyUi, Submission } from '../comfy/comfy-ui.ts';
import type { HistoryEntry } from '../comfy/prompt.ts';
import { pythonNotation } from '../comfy/python-notation.ts';
import type { Bucket } from './bucket.ts';
import type { ComfyFleet } from './comfy-fleet.ts';
import { handlerEnding } from './handler-ending.ts';
import type { Work } from './work.ts';
import { readWorkerInput, type SentImage } from './worker-comfyui-input.ts';

export interface WorkerComfyUiOptions {
  readonly comfys: ComfyFleet;
  /** Where pictures go; without one they come back as base64. */
  readonly bucket: Bucket | undefined;
}

type Refusal = Extract<Submission, { ok: false }>;

/**
 * RunPod's own worker-comfyui 5.8: `{workflow, images}` in, `{images, errors?}` out. It reports no
 * progress, knows no time limit, and lets ComfyUI go on when its job is cancelled.
 */
export function playWorkerComfyui({ comfys, bucket }: WorkerComfyUiOptions): Work {
  return async ({ job }) => {
    const input = readWorkerInput(job.input);
    if ('error' in input) return handlerEnding(input);
    if (comfys.down) {
      const where = '127.0.0.1:8188';
      return handlerEnding({
        error: `ComfyUI server (${where}) not reachable after multiple retries.`,
      });
    }
    const comfy = comfys.of(job.workerId ?? '');
    const details = upload(input.images, comfy);
    if (details.length > 0) {
      return handlerEnding({ error: 'Failed to upload one or more input images', details });
    }
    const promptId = randomUUID();
    const submission = comfy.submit({ prompt: input.workflow, promptId, clientId: randomUUID() });
    if (!submission.ok) return handlerEnding({ error: refusalText(submission, comfy) });
    const entry = await comfy.finished(promptId);
    if (!entry) {
      return handlerEnding({
        error: `Prompt ID ${promptId} not found in history after execution.`,
      });
    }
    return handlerEnding(result(promptId, entry, comfy, job.id, bucket));
  };
}

/** Puts pictures into the input folder, whatever lies there, and returns what went wrong. */
function upload(images: readonly SentImage[], { files }: ComfyUi): readonly string[] {
  const errors: string[] = [];
  for (const { name, image } of images) {
    const base64 = image.slice(image.indexOf(',') + 1).replace(/[^A-Za-z0-9+/=]/g, '');
    if (base64.length % 4 !== 0) {
      errors.push(`Error decoding base64 for ${name}: Incorrect padding`);
    } else if (
      !files.write({ filename: name, subfolder: '', type: 'input' }, Buffer.from(base64, 'base64'))
    ) {
      errors.push(
        `Error uploading ${name}: 400 Client Error: Bad Request for url: http://127.0.0.1:8188/upload/image`,
      );
    }
  }
  return errors;
}

/** All that ComfyUI has against a graph, as Python prints it. */
function refusalText({ error, nodeErrors }: Refusal, { nodes }: ComfyUi): string {
  const details = Object.entries(nodeErrors).flatMap(([id, about]) =>
    Object.entries(about).map(
      ([key, value]) =>
        `Node ${id} (${key}): ${typeof value === 'string' ? value : pythonNotation(value)}`,
    ),
  );
  const message =
    error.type === 'prompt_outputs_failed_validation'
      ? 'Workflow validation failed'
      : error.message;
  if (details.length === 0) {
    return `${message}. Raw response: ${JSON.stringify({ error, node_errors: nodeErrors })}`;
  }
  const text = `${message}:\n${details.map((detail) => `• ${detail}`).join('\n')}`;
  if (!details.some((one) => one.includes('not in list') && one.includes('ckpt_name'))) return text;
  const there = nodes.get('CheckpointLoaderSimple')?.inputs.ckpt_name?.options ?? [];
  return there.length > 0
    ? `${text}\n\nAvailable checkpoint models: ${there.join(', ')}`
    : `${text}\n\nNo checkpoint models appear to be available. Please check your model installation.`;
}

/** What the handler returns: pictures, errors beside them, or an error alone. */
function result(
  promptId: string,
  { outputs, status }: HistoryEntry,
  { files }: ComfyUi,
  jobId: string,
  bucket: Bucket | undefined,
): object {
  const errors: string[] = [];
  for (const [event, data] of status.messages) {
    if (event !== 'execution_error') continue;
    const { node_type: type, node_id: id, exception_message: message } = data;
    errors.push(
      `Workflow execution error: Node Type: ${String(type)}, Node ID: ${String(id)}, Message: ${String(message)}`,
    );
  }
  if (Object.keys(outputs).length === 0 && errors.length === 0) {
    errors.push(`No outputs found in history for prompt ${promptId}.`);
  }
  const images: object[] = [];
  for (const file of Object.values(outputs).flatMap((output) => output.images)) {
    if (file.type === 'temp') continue;
    const { filename } = file;
    const bytes = files.read(file);
    if (!bytes) errors.push(`Failed to fetch image data for ${filename} from /view endpoint.`);
    else if (bucket) images.push({ filename, type: 's3_url', data: bucket.put(jobId, bytes) });
    else images.push({ filename, type: 'base64', data: bytes.toString('base64') });
  }
  if (images.length === 0 && errors.length > 0) {
    return { error: 'Job processing failed', details: errors };
  }
  if (images.length === 0) return { status: 'success_no_images', images };
  return { images, ...(errors.length > 0 && { errors }) };
}
