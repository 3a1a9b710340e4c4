import {
  ComponentType,
  type APIModalInteractionResponseCallbackData,
  type APITextInputComponent,
} from 'discord-api-types/v10';
import { fieldFault } from '../../discord/rules/text-rules.ts';

/** A part of a form, as it is drawn. */
export type ModalPart =
  | { readonly kind: 'words'; readonly words: string }
  | {
      readonly kind: 'field';
      readonly input: APITextInputComponent;
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
        if (input.type !== ComponentType.TextInput) return [{ kind: 'missing', label }];
        return [{ kind: 'field', input, label, ...(description && { description }) }];
      }
    }
  });
}

/** What the fields hold before anybody writes, by custom id. */
export function firstValues(parts: readonly ModalPart[]): Record<string, string> {
  const fields = parts.flatMap((part) => (part.kind === 'field' ? [part.input] : []));
  return Object.fromEntries(fields.map(({ custom_id: id, value = '' }) => [id, value]));
}

/** Why Discord would not take this for the field, if it would not. */
export function modalProblem(input: APITextInputComponent, text: string): string | undefined {
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
