import {
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
} from 'discord.js';
import type { FieldPath, FormErrors } from './discord-error.ts';
import { checkSelect } from './select-form.ts';

const MOST_ROWS = 5;

/**
 * Discord's rules about a message's components that its published schemas do not hold. `flags` are
 * those that the message will have.
 */
export function checkComponents(
  components: readonly APIMessageTopLevelComponent[],
  flags: number,
  path: FieldPath,
  errors: FormErrors,
): void {
  if ((flags & MessageFlags.IsComponentsV2) === 0) {
    if (components.length > MOST_ROWS) {
      const message = `Must be ${MOST_ROWS} or fewer in length.`;
      errors.add([...path, 'components'], 'BASE_TYPE_MAX_LENGTH', message);
    }
    components.forEach(({ type }, index) => {
      if (type === ComponentType.ActionRow) return;
      const place = [...path, 'components', index, 'type'];
      errors.add(place, 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
    });
  }
  const seen = new Set<string>();
  components.forEach((row, rowIndex) => {
    if (row.type !== ComponentType.ActionRow) return;
    checkWidth(row.components, [...path, 'components', rowIndex], errors);
    row.components.forEach((component, index) => {
      const place = [...path, 'components', rowIndex, 'components', index];
      if (component.type === ComponentType.Button) checkButton(component, place, errors);
      if (component.type === ComponentType.StringSelect) checkSelect(component, place, errors);
      const id = 'custom_id' in component ? component.custom_id : undefined;
      if (id && seen.has(id)) {
        const message = 'Component custom id cannot be duplicated';
        errors.add([...place, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
      }
      if (id) seen.add(id);
    });
  });
}

/** A select fills its row: up to five buttons, or one select (component reference, Action Row). */
function checkWidth(
  row: readonly APIComponentInMessageActionRow[],
  path: FieldPath,
  errors: FormErrors,
): void {
  if (row.length < 2 || row.every(({ type }) => type === ComponentType.Button)) return;
  row.slice(1).forEach((_, index) => {
    const message = 'The specified component exceeds the maximum width';
    const place = [...path, 'components', index + 1];
    errors.add(place, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', message);
  });
}

function checkButton(button: APIButtonComponent, path: FieldPath, errors: FormErrors): void {
  const has = {
    custom_id: 'custom_id' in button && Boolean(button.custom_id),
    url: 'url' in button && Boolean(button.url),
    face: ('label' in button && Boolean(button.label)) || ('emoji' in button && button.emoji),
  };
  if (button.style === ButtonStyle.Premium) return;
  const wanted = button.style === ButtonStyle.Link ? 'url' : 'custom_id';
  const unwanted = wanted === 'url' ? 'custom_id' : 'url';
  if (!has[wanted]) {
    const message = `A ${wanted === 'url' ? 'url' : 'custom id'} is required`;
    errors.add([...path, wanted], `BUTTON_COMPONENT_${wanted.toUpperCase()}_REQUIRED`, message);
  }
  if (has[unwanted]) {
    const message = 'A custom id and url cannot both be specified';
    errors.add([...path, unwanted], 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', message);
  }
  if (!has.face) {
    errors.add([...path, 'label'], 'BASE_TYPE_REQUIRED', 'A label or an emoji is required');
  }
}
