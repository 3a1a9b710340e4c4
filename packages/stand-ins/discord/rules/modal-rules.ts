import {
  ComponentType,
  type APICheckboxComponent,
  type APICheckboxGroupComponent,
  type APIComponentInLabel,
  type APIFileUploadComponent,
  type APIRadioGroupComponent,
  type APIStringSelectComponent,
  type APITextInputComponent,
} from 'discord-api-types/v10';
import { choiceFault, choiceRange, type ChoiceFault, type ChoiceRange } from './choice-rules.ts';

/** A field of a modal in which people choose. */
export type ModalChoice =
  APIStringSelectComponent | APICheckboxGroupComponent | APIRadioGroupComponent;

/** The fields of a modal that people of this sandbox can fill in. */
export type ModalInput =
  APITextInputComponent | ModalChoice | APICheckboxComponent | APIFileUploadComponent;

/** Whether a field is none of those that choose people, roles or channels. */
export function isModalInput(component: APIComponentInLabel): component is ModalInput {
  switch (component.type) {
    case ComponentType.TextInput:
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup:
    case ComponentType.RadioGroup:
    case ComponentType.Checkbox:
    case ComponentType.FileUpload:
      return true;
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.MentionableSelect:
    case ComponentType.ChannelSelect:
      return false;
  }
}

/** How many options have to be chosen, by Discord's component reference. */
export function modalRange(choice: ModalChoice): ChoiceRange {
  switch (choice.type) {
    case ComponentType.StringSelect:
      return choiceRange(choice);
    case ComponentType.CheckboxGroup:
      return { least: choice.min_values ?? 1, most: choice.max_values ?? choice.options.length };
    case ComponentType.RadioGroup:
      return { least: 1, most: 1 };
  }
}

/** What is wrong with a choice in a modal, if anything is. One that is not required may be left out. */
export function modalChoiceFault(
  choice: ModalChoice,
  values: readonly string[],
): ChoiceFault | undefined {
  if (values.length === 0 && choice.required === false) return undefined;
  return choiceFault(choice, values, modalRange(choice));
}
