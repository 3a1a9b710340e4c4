import type { APITextInputComponent } from 'discord-api-types/v10';
import { isWithin } from './range.ts';

/** How many characters a message has at most. */
export const LONGEST_MESSAGE = 2_000;

/** What Discord lets a field of a modal hold where its definition says nothing. */
const LONGEST_FIELD = 4_000;

/** What a field of a modal objects to in a text. */
export type FieldFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'length'; readonly least: number; readonly most: number };

/** What is wrong with the text in a field of a modal, if anything is. Spaces alone are not a text. */
export function fieldFault(input: APITextInputComponent, text: string): FieldFault | undefined {
  const { min_length: least = 0, max_length: most = LONGEST_FIELD, required = true } = input;
  if (text.trim() === '') return required ? { kind: 'empty' } : undefined;
  return isWithin(text.length, { least, most }) ? undefined : { kind: 'length', least, most };
}
