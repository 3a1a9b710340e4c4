import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { ExecutionError } from '../comfy/comfy-error.ts';
import { execute, type OnStep, type SavedPicture } from '../comfy/execute.ts';
import type { NodeTable } from '../comfy/node-table.ts';
import { validate } from '../comfy/validate.ts';
import type { Work } from './work.ts';
import { WorkerError } from './worker-error.ts';

export interface ContractWorkerOptions {
  readonly clock: Clock;
  readonly nodes: NodeTable;
  /** Time a sampling step takes. */
  readonly stepMs: number;
  /** The worker's own time limit. */
  readonly limitMs: number;
  /** Whether steps are reported; the contract's worker reports none. */
  readonly progress: boolean;
  /**
   * What a refused graph comes to: ComfyUI's reasons, as the contract has it, or the bare HTTP
   * error that its handler was seen to give.
   */
  readonly refusal: 'reasons' | 'http-error';
}

/**
 * The contract's handler: a bare graph in, every picture of every output node out, as base64.
 * Its errors end a job as FAILED with the text in `error`.
 */
export function contractWorker(options: ContractWorkerOptions): Work {
  let files = 0;
  return async ({ job, sleep, progress }) => {
    const promptId = randomUUID();
    let worked = 0;
    const onStep: OnStep = async (recipe, step) => {
      const left = options.limitMs - worked;
      await sleep(Math.min(options.stepMs, left));
      if (options.stepMs > left) throw WorkerError.tooSlow(promptId, options.limitMs);
      worked += options.stepMs;
      if (options.progress) {
        progress({
          type: 'progress',
          value: step,
          max: recipe.steps,
          percent: Math.round((step / recipe.steps) * 100),
          node: recipe.samplerId,
        });
      }
    };
    try {
      const saved = await runPrompt(job.input, promptId, options, onStep);
      const images = saved.map(({ filenamePrefix, png }) => {
        files += 1;
        return {
          filename: `${filenamePrefix}_${String(files).padStart(5, '0')}_.png`,
          data: png.toString('base64'),
          type: 'image/png',
        };
      });
      return { status: 'COMPLETED', output: { images } };
    } catch (error) {
      if (!(error instanceof WorkerError)) throw error;
      return { status: 'FAILED', error: error.message };
    }
  };
}

async function runPrompt(
  input: unknown,
  promptId: string,
  { clock, nodes, refusal }: ContractWorkerOptions,
  onStep: OnStep,
): Promise<readonly SavedPicture[]> {
  if (typeof input !== 'object' || input === null || Object.keys(input).length === 0) {
    throw WorkerError.noPrompt();
  }
  const checked = validate(input, nodes);
  if (!checked.ok) {
    throw refusal === 'http-error'
      ? WorkerError.badRequest()
      : WorkerError.comfy([checked.error, checked.nodeErrors]);
  }
  const event = (data: object) => ({ prompt_id: promptId, ...data, timestamp: clock.now() });
  const started = [
    ['execution_start', event({})],
    ['execution_cached', event({ nodes: [] })],
  ];
  try {
    const saved = await execute(checked.graph, checked.outputs, nodes, onStep);
    if (saved.length === 0) throw WorkerError.noPictures();
    return saved;
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    const failed = event({
      node_id: error.nodeId,
      node_type: error.nodeType,
      executed: [],
      exception_message: error.message,
      exception_type: error.exceptionType,
      traceback: [],
      current_inputs: checked.graph[error.nodeId]?.inputs ?? {},
      current_outputs: [],
    });
    throw WorkerError.comfy([...started, ['execution_error', failed]]);
  }
}
