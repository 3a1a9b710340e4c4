import {
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type APIButtonComponent,
  type APIEmbed,
  type APIMessageTopLevelComponent,
} from 'discord.js';
import type { FieldPath, FormErrors } from './discord-error.ts';
import { embeddedNames } from './embedded-files.ts';
import type { MessageBody } from './message.ts';
import { LONGEST_MESSAGE } from './rules/text-rules.ts';

const LONGEST_EMBEDS = 6000;
const MOST_ROWS = 5;

/**
 * Discord's rules about messages that its published schemas do not hold. `names` are the files
 * that the message will have, `flags` its flags.
 */
export function checkMessageRules(
  body: MessageBody,
  { names, flags }: { names: readonly string[]; flags: number },
  path: FieldPath,
  errors: FormErrors,
): void {
  const { content, embeds, components } = body;
  if (content && content.length > LONGEST_MESSAGE) {
    const message = `Must be ${LONGEST_MESSAGE} or fewer in length.`;
    errors.add([...path, 'content'], 'BASE_TYPE_MAX_LENGTH', message);
  }
  if (embeds) checkEmbeds(embeds, names, path, errors);
  if (components) checkComponents(components, flags, path, errors);
  if ((flags & MessageFlags.IsComponentsV2) !== 0) {
    for (const field of ['content', 'embeds'] as const) {
      if (!body[field]?.length) continue;
      const message =
        'The "content" and "embeds" fields cannot be used with MessageFlags.IS_COMPONENTS_V2';
      errors.add([...path, field], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message);
    }
  }
}

function checkEmbeds(
  embeds: readonly APIEmbed[],
  names: readonly string[],
  path: FieldPath,
  errors: FormErrors,
): void {
  if (embeds.reduce((sum, embed) => sum + embedLength(embed), 0) > LONGEST_EMBEDS) {
    const message = `Embed size exceeds maximum size of ${LONGEST_EMBEDS}`;
    errors.add([...path, 'embeds'], 'MAX_EMBED_SIZE_EXCEEDED', message);
  }
  for (const { name, path: place } of embeddedNames(embeds)) {
    if (names.includes(name)) continue;
    const message = `The message has no file named ${name}.`;
    errors.add([...path, ...place], 'ATTACHMENT_NOT_FOUND', message);
  }
}

/** What Discord counts: title, description, field names and values, footer and author. */
function embedLength({ title, description, fields, footer, author }: APIEmbed): number {
  return [
    title,
    description,
    footer?.text,
    author?.name,
    ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
  ].reduce((sum, text) => sum + (text ?? '').length, 0);
}

function checkComponents(
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
    row.components.forEach((component, index) => {
      const place = [...path, 'components', rowIndex, 'components', index];
      if (component.type === ComponentType.Button) checkButton(component, place, errors);
      const id = 'custom_id' in component ? component.custom_id : undefined;
      if (id && seen.has(id)) {
        const message = 'Component custom id cannot be duplicated';
        errors.add([...place, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', message);
      }
      if (id) seen.add(id);
    });
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
