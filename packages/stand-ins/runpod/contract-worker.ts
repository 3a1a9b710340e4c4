import { randomUUID } from 'node:crypto';
import type { ComfyFile } from '../comfy/comfy-files.ts';
import type { ComfyUi } from '../comfy/comfy-ui.ts';
import type { HistoryEntry } from '../comfy/prompt.ts';
import type { ComfyFleet } from './comfy-fleet.ts';
import { playableGraph, type PlayableGraph } from './contract-graph.ts';
import { asksForDescription, description } from './description.ts';
import type { Run, Work } from './work.ts';
import { WorkerError } from './worker-error.ts';

export interface ContractWorkerOptions {
  readonly comfys: ComfyFleet;
  /** The worker's own time limit. */
  readonly limitMs: number;
  /** Whether steps are reported; the contract's worker reports none. */
  readonly progress: boolean;
  /** Whether it passes the graph on untouched, as the contract describes it, and so fails on faces. */
  readonly naive: boolean;
  /**
   * What a refused graph comes to: ComfyUI's reasons, as the contract has it, or the bare HTTP
   * error that its handler was seen to give.
   */
  readonly refusal: 'reasons' | 'http-error';
}

/**
 * The contract's handler: a bare graph in, every picture of every output node out, as base64; or
 * `{describe: true}` in, and what is installed out.
 * Its errors end a job as FAILED with the text in `error`.
 */
export function playContractWorker(options: ContractWorkerOptions): Work {
  return async (run) => {
    const { id, input, workerId = '' } = run.job;
    const comfy = options.comfys.of(workerId);
    try {
      if (typeof input !== 'object' || input === null || Object.keys(input).length === 0) {
        throw WorkerError.noPrompt();
      }
      if (options.comfys.down) throw WorkerError.died();
      if (!options.naive && asksForDescription(input)) {
        return { status: 'COMPLETED', output: description(comfy.nodes) };
      }
      const playable = options.naive ? { prompt: input, files: [] } : playableGraph(input, id);
      const entry = await runPrompt(comfy, playable, run, options);
      return { status: 'COMPLETED', output: { images: picturesOf(entry, comfy) } };
    } catch (error) {
      if (!(error instanceof WorkerError)) throw error;
      return { status: 'FAILED', error: error.message };
    }
  };
}

async function runPrompt(
  comfy: ComfyUi,
  { prompt, files }: PlayableGraph,
  run: Run,
  { limitMs, progress, refusal }: ContractWorkerOptions,
): Promise<HistoryEntry> {
  const promptId = randomUUID();
  const stopListening = progress ? reportSteps(comfy, promptId, run) : undefined;
  try {
    for (const { name, bytes } of files) comfy.files.write(inputFile(name), bytes);
    const submission = comfy.submit({ prompt, promptId });
    if (!submission.ok) {
      throw refusal === 'http-error'
        ? WorkerError.badRequest()
        : WorkerError.comfy([submission.error, submission.nodeErrors]);
    }
    const tooSlow = run.sleep(limitMs).then(() => {
      throw WorkerError.tooSlow(promptId, limitMs);
    });
    const entry = await Promise.race([comfy.finished(promptId), tooSlow]);
    if (!entry) throw WorkerError.died();
    if (!entry.status.completed) throw WorkerError.comfy(entry.status.messages);
    return entry;
  } finally {
    // So that the next job need not wait for a picture that nobody will see.
    comfy.dequeue([promptId]);
    comfy.interrupt(promptId);
    stopListening?.();
    for (const { name } of files) comfy.files.remove(inputFile(name));
  }
}

function inputFile(filename: string): ComfyFile {
  return { filename, subfolder: '', type: 'input' };
}

/** A preview follows the step that it shows, and goes with the report of the next one. */
function reportSteps(comfy: ComfyUi, promptId: string, run: Run): () => void {
  let preview: Buffer | undefined;
  return comfy.listen((event) => {
    // A worker's ComfyUI has one prompt at a time.
    if ('jpeg' in event) preview = event.jpeg;
    if (!('data' in event) || event.type !== 'progress' || event.data.prompt_id !== promptId)
      return;
    const { value, max, node } = event.data;
    const percent = Math.round((Number(value) / Number(max)) * 100);
    const shown = preview && { preview: preview.toString('base64') };
    run.progress({ type: 'progress', value, max, percent, node, ...shown });
    preview = undefined;
  });
}

/** Every picture that was saved, read from the disk; previews are not. */
function picturesOf({ outputs }: HistoryEntry, comfy: ComfyUi) {
  const saved = Object.values(outputs)
    .flatMap(({ images }) => images)
    .filter(({ type }) => type === 'output');
  if (saved.length === 0) throw WorkerError.noPictures();
  return saved.map((file) => ({
    filename: file.filename,
    data: (comfy.files.read(file) ?? Buffer.alloc(0)).toString('base64'),
    type: 'image/png',
  }));
}
