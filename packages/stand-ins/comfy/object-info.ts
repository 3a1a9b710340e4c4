import { isInputFile } from '../../../src/comfy/model-folders.ts';
import type { NodeClass, NodeTable } from '../../../src/comfy/node-table.ts';
import type { ComfyFiles } from './comfy-files.ts';
import { CLASSES, type ClassInfo } from './known-classes.ts';

type Inputs = ClassInfo['input']['required'];

/** Every class of a table as `GET /object_info` describes it, by name. */
export function objectInfo(table: NodeTable, files: ComfyFiles): Readonly<Record<string, object>> {
  return Object.fromEntries(
    [...table].flatMap(([name, nodeClass]) => {
      const info = CLASSES.get(name);
      return info ? [[name, classInfo(name, info, nodeClass, files)]] : [];
    }),
  );
}

function classInfo(name: string, info: ClassInfo, nodeClass: NodeClass, files: ComfyFiles): object {
  const listed = (inputs: Inputs): Inputs =>
    inputs &&
    Object.fromEntries(
      Object.entries(inputs).map(([input, written]) => {
        const takes = nodeClass.inputs[input];
        if (!takes?.files) return [input, written];
        return [
          input,
          withList(written, isInputFile(name, input) ? files.inputs() : takes.options),
        ];
      }),
    );
  const { required, optional } = info.input;
  return {
    ...info,
    input: { required: listed(required), optional: listed(optional) },
    input_order: { required: Object.keys(required ?? {}), optional: Object.keys(optional ?? {}) },
    name,
    display_name: name,
    description: '',
    category: 'sandbox',
  };
}

/** An input in its own notation, with a list of files in the place of its list. */
function withList([type, more]: readonly unknown[], options: readonly unknown[] = []): unknown[] {
  const rest = more === undefined ? [] : [more];
  if (Array.isArray(type)) return [options, ...rest];
  return [type, { ...(typeof more === 'object' ? more : {}), options }];
}
