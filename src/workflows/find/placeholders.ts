import { modelFolder } from '../../comfy/model-folders.ts';
import type { Exported } from './exported.ts';
import { ownTexts } from './left-alone.ts';

/** What authors of templates write where a program puts its own value. */
const PLACEHOLDER =
  /^(?:\{\{.*\}\}|\{\w+\}|%\w+%|\$\{?\w+\}?|__\w+__|<\w+>|\w*placeholder\w*|(?:replace|param)_\w+|(?:negative|positive)[ _]prompt)$/i;
/** The same in capitals: `NEGATIVE PROMPT HERE`. */
const IN_CAPITALS = /^(?:[A-Z]+[ _])+(?:PROMPT|TEXT|NAME|HERE)$/;
/** Names of files to write, where ComfyUI itself puts values in such places. */
const WRITTEN = /prefix|filename/i;
/** Folders whose files all have an ending. Lists of others hold more than files: `pixel_space` is no VAE's. */
const FILES: ReadonlySet<string> = new Set([
  ...['checkpoints', 'diffusion_models', 'text_encoders', 'loras', 'controlnet', 'upscale_models'],
]);

/** Values that only stand for others, so that a worker would refuse the graph. */
export function placeholders(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  return ownTexts(exported, nodes, set).flatMap(({ node, input, value }) => {
    if (WRITTEN.test(input)) return [];
    const className = exported.className(node);
    const isFile = FILES.has(modelFolder(className, input) ?? '');
    const isNamed = /^none$/i.test(value) || /\.\w+\s*$/.test(value);
    const isOther = PLACEHOLDER.test(value) || IN_CAPITALS.test(value);
    if (!isOther && (!isFile || isNamed)) return [];
    const what = isFile ? 'which names no model file' : 'which stands for another value';
    return [
      `${input} of node ${node} (${className}) is ${value.slice(0, 100)}, ${what}: put the right one in its place.`,
    ];
  });
}
