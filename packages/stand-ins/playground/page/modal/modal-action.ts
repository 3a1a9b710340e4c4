import type { Action, FieldInput } from '../../wire.ts';
import type { ActionFiles } from '../actions.ts';
import { filesIn, type ModalAnswer, type ModalAnswers } from './modal-fields.ts';

/** What sending a form does, and the files that go with it. */
export function modalAction(
  interaction: string,
  answers: ModalAnswers,
): { readonly action: Action; readonly files: ActionFiles } {
  const files = new Map<string, File>();
  const field = (name: string, answer: ModalAnswer): FieldInput => {
    if (typeof answer !== 'object') return answer;
    const strings = answer.filter((one) => typeof one === 'string');
    const given = filesIn(answer);
    if (given.length === 0) return strings;
    return {
      files: given.map((file, index) => {
        const key = `file-${name}-${index}`;
        files.set(key, file);
        return key;
      }),
    };
  };
  const fields = Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, field(name, answer)]),
  );
  return { action: { kind: 'modal', interaction, fields }, files };
}
