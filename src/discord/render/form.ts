import {
  ComponentType,
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
} from 'discord.js';
import { formatCustomId, type CustomId } from '../interactions/custom-id.ts';
import { cut } from './prompt-text.ts';

/** How many fields Discord takes in a form. */
export const MOST_FIELDS = 5;
/** How long it takes a form's title, and what stands with a field. */
const LONGEST_TITLE = 45;
const LONGEST_LABEL = 45;
const LONGEST_DESCRIPTION = 100;

/** A form as Discord takes it. */
export function formOf(
  { id, title }: { readonly id: CustomId; readonly title: string },
  components: APILabelComponent[],
): APIModalInteractionResponseCallbackData {
  return { custom_id: formatCustomId(id), title: cut(title, LONGEST_TITLE), components };
}

/** A field with what it is called, and what it is for where that is said. */
export function labelled(
  { label, description }: { readonly label: string; readonly description?: string | undefined },
  component: APIComponentInLabel,
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: cut(label, LONGEST_LABEL),
    ...(description !== undefined && { description: cut(description, LONGEST_DESCRIPTION) }),
    component,
  };
}
