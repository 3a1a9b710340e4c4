import {
  ComponentType,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  type APIModalSubmissionComponent,
  type APIModalSubmitTextInputComponent,
  type APITextInputComponent,
} from 'discord.js';
import { ClientRefusal } from './client-refusal.ts';
import { fieldFault, type FieldFault } from './rules/text-rules.ts';

/** What a person writes into a modal, by custom id. Fields left out keep the text they came with. */
export type ModalFields = Readonly<Record<string, string>>;

/**
 * The modal as its submission carries it. Throws a ClientRefusal where the modal has no such field, a
 * field refuses what was written, or the modal asks for more than text.
 */
export function fillModal(
  modal: APIModalInteractionResponseCallbackData,
  fields: ModalFields,
): APIModalSubmission {
  const left = new Set(Object.keys(fields));
  const fill = (input: APITextInputComponent, id: number): APIModalSubmitTextInputComponent => {
    left.delete(input.custom_id);
    const value = fields[input.custom_id] ?? input.value ?? '';
    const fault = fieldFault(input, value);
    if (fault) {
      throw new ClientRefusal(`the modal refuses ${input.custom_id}: it ${sentenceOf(fault)}`);
    }
    return { type: ComponentType.TextInput, id, custom_id: input.custom_id, value };
  };
  let id = 0;
  const components = modal.components.map((part): APIModalSubmissionComponent => {
    id += 2;
    switch (part.type) {
      case ComponentType.TextDisplay:
        return { type: part.type, id };
      case ComponentType.ActionRow:
        return {
          type: part.type,
          id,
          components: part.components.map((input) => fill(input, id + 1)),
        };
      case ComponentType.Label:
        if (part.component.type !== ComponentType.TextInput) {
          throw new ClientRefusal('people of this sandbox fill in text fields only');
        }
        return { type: part.type, id, component: fill(part.component, id + 1) };
    }
  });
  if (left.size > 0) throw new ClientRefusal(`the modal has no field ${[...left].join(', ')}`);
  return { custom_id: modal.custom_id, components };
}

function sentenceOf(fault: FieldFault): string {
  switch (fault.kind) {
    case 'empty':
      return 'has to be filled in';
    case 'length':
      return `takes ${fault.least} to ${fault.most} characters`;
  }
}
