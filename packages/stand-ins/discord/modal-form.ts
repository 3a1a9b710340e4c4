import {
  ComponentType,
  type APIAttachment,
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  type APIModalSubmissionComponent,
  type APIModalSubmitTextInputComponent,
  type APITextInputComponent,
  type ModalSubmitComponent,
} from 'discord.js';
import { choiceSentence } from './choice-sentence.ts';
import { ClientRefusal } from './client-refusal.ts';
import { filesGiven, textGiven, tickGiven, valuesGiven, type ModalValue } from './modal-value.ts';
import type { PersonsFile } from './option-value.ts';
import { chosenAtFirst } from './rules/choice-rules.ts';
import { filesFault, type FilesFault } from './rules/file-rules.ts';
import { isModalInput, modalChoiceFault, type ModalChoice } from './rules/modal-rules.ts';
import { fieldFault, type FieldFault } from './rules/text-rules.ts';

/** What a person fills into a modal, by custom id. Fields left out keep what they came with. */
export type ModalFields = Readonly<Record<string, ModalValue>>;

/**
 * The modal as its submission carries it; `upload` stores a file. Throws a ClientRefusal where the modal
 * has no such field, a field refuses what was filled in, or the modal asks for what nobody here can give.
 */
export function fillModal(
  modal: APIModalInteractionResponseCallbackData,
  fields: ModalFields,
  upload: (file: PersonsFile) => APIAttachment,
): APIModalSubmission {
  const left = new Set(Object.keys(fields));
  const attachments: Record<string, APIAttachment> = {};
  const given = (customId: string): ModalValue | undefined => {
    left.delete(customId);
    return fields[customId];
  };
  const uploaded = (file: PersonsFile): string => {
    const attachment = upload(file);
    attachments[attachment.id] = attachment;
    return attachment.id;
  };
  // Discord numbers all components, one after the other.
  let last = 0;
  const next = () => (last += 1);
  const components = modal.components.map((part): APIModalSubmissionComponent => {
    const id = next();
    switch (part.type) {
      case ComponentType.TextDisplay:
        return { type: part.type, id };
      case ComponentType.ActionRow: {
        const inputs = part.components.map((input) =>
          filledText(input, next(), given(input.custom_id)),
        );
        return { type: part.type, id, components: inputs };
      }
      case ComponentType.Label: {
        const { component: input } = part;
        const component = filled(input, next(), given(input.custom_id), uploaded);
        return { type: part.type, id, component };
      }
    }
  });
  if (left.size > 0) throw new ClientRefusal(`the modal has no field ${[...left].join(', ')}`);
  const resolved = Object.keys(attachments).length > 0 && { resolved: { attachments } };
  return { custom_id: modal.custom_id, components, ...resolved };
}

function filled(
  input: APIComponentInLabel,
  id: number,
  value: ModalValue | undefined,
  upload: (file: PersonsFile) => string,
): ModalSubmitComponent {
  if (!isModalInput(input)) {
    throw new ClientRefusal(
      'people of this sandbox fill in no fields for people, roles or channels',
    );
  }
  const { custom_id } = input;
  switch (input.type) {
    case ComponentType.TextInput:
      return filledText(input, id, value);
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup:
      return { type: input.type, id, custom_id, values: chosen(input, value) };
    case ComponentType.RadioGroup:
      return { type: input.type, id, custom_id, value: chosen(input, value)[0] ?? null };
    case ComponentType.Checkbox:
      return {
        type: input.type,
        id,
        custom_id,
        value: tickGiven(custom_id, value) ?? input.default ?? false,
      };
    case ComponentType.FileUpload: {
      const files = filesGiven(custom_id, value);
      const fault = filesFault(
        input,
        files.map(({ name }) => name),
      );
      if (fault) throw refusal(custom_id, filesSentence(fault));
      return { type: input.type, id, custom_id, values: files.map(upload) };
    }
  }
}

function filledText(
  input: APITextInputComponent,
  id: number,
  given: ModalValue | undefined,
): APIModalSubmitTextInputComponent {
  const { custom_id } = input;
  const value = textGiven(custom_id, given) ?? input.value ?? '';
  const fault = fieldFault(input, value);
  if (fault) throw refusal(custom_id, textSentence(fault));
  return { type: ComponentType.TextInput, id, custom_id, value };
}

function chosen(input: ModalChoice, given: ModalValue | undefined): string[] {
  const values = valuesGiven(input.custom_id, given) ?? chosenAtFirst(input);
  const fault = modalChoiceFault(input, values);
  if (fault) throw refusal(input.custom_id, choiceSentence(fault));
  return [...values];
}

function refusal(customId: string, problem: string): ClientRefusal {
  return new ClientRefusal(`the modal refuses ${customId}: it ${problem}`);
}

function textSentence(fault: FieldFault): string {
  switch (fault.kind) {
    case 'empty':
      return 'has to be filled in';
    case 'length':
      return `takes ${fault.least} to ${fault.most} characters`;
  }
}

function filesSentence(fault: FilesFault): string {
  switch (fault.kind) {
    case 'type':
      return `takes no ${fault.name}, only ${fault.types.join(', ')}`;
    case 'count':
      return `takes ${fault.least} to ${fault.most} files`;
  }
}
