import {
  ComponentType,
  type APIFileUploadComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextInputComponent,
} from 'discord-api-types/v10';
import { chosenAtFirst } from '../../../discord/rules/choice-rules.ts';
import { filesFault } from '../../../discord/rules/file-rules.ts';
import {
  isModalInput,
  modalChoiceFault,
  type ModalChoice,
  type ModalInput,
} from '../../../discord/rules/modal-rules.ts';
import { fieldFault } from '../../../discord/rules/text-rules.ts';

/** What a field holds: a text, what is chosen, whether it is ticked, or files. */
export type ModalAnswer = string | boolean | readonly string[] | readonly File[];

/** What all the fields hold, by custom id. */
export type ModalAnswers = Readonly<Record<string, ModalAnswer>>;

/** A part of a form, as it is drawn. */
export type ModalPart =
  | { readonly kind: 'words'; readonly words: string }
  | {
      readonly kind: 'field';
      readonly input: ModalInput;
      readonly label: string;
      readonly description?: string;
    }
  /** One that the people of this sandbox cannot fill in. */
  | { readonly kind: 'missing'; readonly label: string };

/** The parts of a form in order, whichever way they are laid out. */
export function modalParts({ components }: APIModalInteractionResponseCallbackData): ModalPart[] {
  return components.flatMap((part): ModalPart[] => {
    switch (part.type) {
      case ComponentType.TextDisplay:
        return [{ kind: 'words', words: part.content }];
      case ComponentType.ActionRow:
        return part.components.map((input) => {
          return { kind: 'field', input, label: input.label ?? input.custom_id };
        });
      case ComponentType.Label: {
        const { component: input, label, description } = part;
        if (!isModalInput(input)) return [{ kind: 'missing', label }];
        return [{ kind: 'field', input, label, ...(description && { description }) }];
      }
    }
  });
}

/** What the fields hold before anybody fills them in. */
export function firstAnswers(parts: readonly ModalPart[]): ModalAnswers {
  const inputs = parts.flatMap((part) => (part.kind === 'field' ? [part.input] : []));
  return Object.fromEntries(inputs.map((input) => [input.custom_id, firstAnswer(input)]));
}

function firstAnswer(input: ModalInput): ModalAnswer {
  switch (input.type) {
    case ComponentType.TextInput:
      return input.value ?? '';
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup:
    case ComponentType.RadioGroup:
      return chosenAtFirst(input);
    case ComponentType.Checkbox:
      return input.default ?? false;
    case ComponentType.FileUpload:
      return [];
  }
}

/** The text in a field, the options chosen in it, or its files: nothing where it holds something else. */
export const textIn = (answer: ModalAnswer | undefined): string =>
  typeof answer === 'string' ? answer : '';
export const optionsIn = (answer: ModalAnswer | undefined): readonly string[] =>
  Array.isArray(answer) ? answer.filter((one) => typeof one === 'string') : [];
export const filesIn = (answer: ModalAnswer | undefined): readonly File[] =>
  Array.isArray(answer) ? answer.filter((one) => one instanceof File) : [];

/** Whether something has to be filled in. A box that stands alone need not be ticked. */
export function isRequired(input: ModalInput): boolean {
  return input.type !== ComponentType.Checkbox && (input.required ?? true);
}

/** Why Discord would not take this for the field, if it would not. */
export function modalProblem(
  input: ModalInput,
  answer: ModalAnswer | undefined,
): string | undefined {
  switch (input.type) {
    case ComponentType.TextInput:
      return textProblem(input, textIn(answer));
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup:
    case ComponentType.RadioGroup:
      return choiceProblem(input, optionsIn(answer));
    case ComponentType.Checkbox:
      return undefined;
    case ComponentType.FileUpload:
      return filesProblem(input, filesIn(answer));
  }
}

function textProblem(input: APITextInputComponent, text: string): string | undefined {
  const fault = fieldFault(input, text);
  switch (fault?.kind) {
    case undefined:
      return undefined;
    case 'empty':
      return 'Fill this in; it is required.';
    case 'length': {
      const { least, most } = fault;
      const { length } = text;
      const wanted = length < least ? `at least ${least}` : `at most ${most}`;
      return `Write ${wanted} characters; this has ${length}.`;
    }
  }
}

function choiceProblem(input: ModalChoice, values: readonly string[]): string | undefined {
  const fault = modalChoiceFault(input, values);
  switch (fault?.kind) {
    case undefined:
      return undefined;
    case 'no-option':
    case 'twice':
      return 'Choose from what is offered.';
    case 'count':
      return `Choose ${count(fault.range, values.length)}; you chose ${values.length}.`;
  }
}

function filesProblem(input: APIFileUploadComponent, files: readonly File[]): string | undefined {
  const fault = filesFault(
    input,
    files.map(({ name }) => name),
  );
  switch (fault?.kind) {
    case undefined:
      return undefined;
    case 'type':
      return `${fault.name} is not taken here: only ${fault.types.join(', ')}.`;
    case 'count':
      return `Pick ${count(fault, files.length)}; there are ${files.length}.`;
  }
}

function count({ least, most }: { least: number; most: number }, now: number): string {
  if (least === most) return String(least);
  return now < least ? `at least ${least}` : `at most ${most}`;
}
