import { isInputFile, modelFolder } from '../comfy/model-folders.ts';
import type { Target } from './reading.ts';

/** What an input takes that was given another type: `takes whole numbers (type integer)`. */
export function takesInstead({ takes, now, className, input }: Target): string {
  switch (takes?.type ?? typeof now) {
    case 'INT':
      return 'takes whole numbers (type integer)';
    case 'FLOAT':
    case 'number':
      return 'takes numbers (type number)';
    case 'STRING':
    case 'string':
      return 'takes words (type text)';
    case 'BOOLEAN':
    case 'boolean':
      return 'takes yes or no (type boolean)';
    case 'COMBO':
      if (takes?.picture === true) return 'takes a picture (type image or mask)';
      if (isInputFile(className, input)) return 'takes a file that nobody can send';
      return modelFolder(className, input) === 'loras'
        ? 'takes a file (type lora)'
        : modelFolder(className, input) !== undefined
          ? 'takes a file (type model)'
          : 'takes one of several (type choice)';
    default:
      return takes
        ? `takes ${takes.type} from another node, and nothing that could be set`
        : 'has a list or an object, and nothing that could be set';
  }
}
