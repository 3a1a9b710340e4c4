import {
  ComponentType,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  type APIModalSubmissionComponent,
  type APIModalSubmitTextInputComponent,
  type APITextInputComponent,
} from 'discord.js';
import { ClientRefusal } from './client-refusal.ts';

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
    const { min_length: least = 0, max_length: most = 4000, required = true } = input;
    const empty = value === '';
    if ((empty && required) || (!empty && (value.length < least || value.length > most))) {
      throw new ClientRefusal(
        `the modal refuses ${input.custom_id}: it takes ${least} to ${most} characters`,
      );
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
