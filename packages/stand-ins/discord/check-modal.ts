import {
  ComponentType,
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackData,
  type APITextInputComponent,
} from 'discord.js';
import { FormErrors, type FieldPath } from './discord-error.ts';
import { fileRange } from './rules/file-rules.ts';
import { modalRange } from './rules/modal-rules.ts';
import { checkSelect } from './select-form.ts';

/** Discord's reference, Interaction Response Object, Modal: its schema lets 40 through. */
const MOST_PARTS = 5;

/**
 * Discord's rules about a modal that its published schemas do not hold. Throws a DiscordError (50035)
 * that names every wrong field. They are those of its component reference of August 2026.
 */
export function checkModal({ components }: APIModalInteractionResponseCallbackData): void {
  const errors = new FormErrors();
  const path = ['data', 'components'];
  if (components.length > MOST_PARTS) {
    errors.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${MOST_PARTS} in length.`);
  }
  const seen = new Set<string>();
  const check = (component: APIComponentInLabel, place: FieldPath) => {
    const { custom_id: id } = component;
    if (seen.has(id)) {
      const message = 'Component custom id cannot be duplicated';
      errors.add([...place, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
    }
    seen.add(id);
    checkInput(component, place, errors);
  };
  components.forEach((part, index) => {
    const place = [...path, index];
    switch (part.type) {
      case ComponentType.TextDisplay:
        return;
      case ComponentType.ActionRow:
        part.components.forEach((input, inner) => {
          check(input, [...place, 'components', inner]);
          if (!input.label) missing(errors, [...place, 'components', inner, 'label']);
        });
        return;
      case ComponentType.Label:
        check(part.component, [...place, 'component']);
        if ('label' in part.component && part.component.label) {
          const message = 'Labels cannot be used on components within a Label';
          errors.add([...place, 'component', 'label'], 'COMPONENT_LABEL_NOT_ALLOWED', message);
        }
    }
  });
  errors.throwIfAny();
}

function checkInput(component: APIComponentInLabel, place: FieldPath, errors: FormErrors): void {
  switch (component.type) {
    case ComponentType.TextInput:
      checkText(component, place, errors);
      return;
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup:
    case ComponentType.RadioGroup:
      checkSelect(component, place, errors, modalRange(component));
      break;
    case ComponentType.FileUpload: {
      const { least, most } = fileRange(component);
      if (least > most) tooLarge(errors, [...place, 'min_values'], most);
      break;
    }
    case ComponentType.Checkbox:
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.MentionableSelect:
    case ComponentType.ChannelSelect:
      break;
  }
  if ('min_values' in component && component.min_values === 0 && component.required !== false) {
    const message = 'min_values must be at least 1 where the component is required';
    errors.add([...place, 'min_values'], 'NUMBER_TYPE_MIN', message);
  }
  if ('disabled' in component && component.disabled) {
    const message = 'Components in modals cannot be disabled';
    errors.add([...place, 'disabled'], 'COMPONENT_DISABLED_NOT_ALLOWED', message);
  }
}

function checkText(
  { min_length: least = 0, max_length: most = Infinity, value = '' }: APITextInputComponent,
  place: FieldPath,
  errors: FormErrors,
): void {
  if (least > most) tooLarge(errors, [...place, 'min_length'], most);
  if (value.length > most) {
    const message = `Must be ${most} or fewer in length.`;
    errors.add([...place, 'value'], 'BASE_TYPE_MAX_LENGTH', message);
  }
}

function tooLarge(errors: FormErrors, place: FieldPath, most: number): void {
  const message = `int value should be less than or equal to ${most}.`;
  errors.add(place, 'NUMBER_TYPE_MAX', message);
}

function missing(errors: FormErrors, place: FieldPath): void {
  errors.add(place, 'BASE_TYPE_REQUIRED', 'This field is required');
}
