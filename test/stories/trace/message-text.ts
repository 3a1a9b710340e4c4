import {
  ComponentType,
  MessageFlags,
  MessageType,
  type APIComponentInLabel,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APIModalInteractionResponseCallbackData,
} from 'discord.js';
import type { Message } from '../../../packages/stand-ins/discord/message.ts';

/** A message as a person sees it: text, frames, files, menus and buttons, a line each. */
export function messageText(message: Message): string[] {
  const { content, embeds, components = [] } = message;
  return [
    ...(content === '' ? [] : content.split('\n')),
    ...embeds.flatMap(embedText),
    ...message.files.map(fileText),
    ...components.flatMap(rowText),
  ];
}

/** Who sees a message, whom it pings, and what it replies to. */
export function messageHead(message: Message, nameOf: (userId: string) => string): string[] {
  const reader = message.interaction_metadata?.user.id ?? '';
  const pings = message.pings.map(({ userId }) => nameOf(userId)).sort();
  return [
    ...((message.flags & MessageFlags.Ephemeral) === 0 ? [] : [`only ${nameOf(reader)} sees it`]),
    ...(message.type === MessageType.Reply
      ? [`reply to ${message.message_reference?.message_id ?? ''}`]
      : []),
    ...(pings.length === 0 ? [] : [`pings ${pings.join(', ')}`]),
  ];
}

function embedText({
  title,
  description,
  fields = [],
  image,
  thumbnail,
  footer,
}: APIEmbed): string[] {
  const picture = image ?? thumbnail;
  return [
    ...(title === undefined ? [] : [`# ${title}`]),
    ...(description ?? '').split('\n').filter((line) => line !== ''),
    ...fields.flatMap(({ name, value }) => [`${name}:`, ...value.split('\n')]),
    ...(picture ? [`(picture ${fileNameOf(picture.url)})`] : []),
    ...(footer ? [`— ${footer.text}`] : []),
  ];
}

function fileNameOf(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? '';
}

function fileText({ filename, description }: Message['files'][number]): string {
  return `<${filename}>${description === undefined ? '' : ` “${description}”`}`;
}

function rowText(row: APIMessageTopLevelComponent): string[] {
  if (row.type !== ComponentType.ActionRow) return [`(${ComponentType[row.type]})`];
  return [row.components.map(componentText).join(' ')];
}

type InRow = Extract<
  APIMessageTopLevelComponent,
  { type: ComponentType.ActionRow }
>['components'][number];

function componentText(component: InRow): string {
  if (component.type === ComponentType.Button) {
    const label = 'label' in component ? (component.label ?? '') : '';
    if ('url' in component) return `[${label} → ${component.url}]`;
    return component.disabled === true ? `(${label})` : `[${label}]`;
  }
  const options = component.type === ComponentType.StringSelect ? component.options : [];
  return `[${component.placeholder ?? ''} ▾ ${options.map(optionText).join(' | ')}]`;
}

function optionText({ label, default: isChosen }: { label: string; default?: boolean }): string {
  return isChosen === true ? `*${label}*` : label;
}

type Modal = APIModalInteractionResponseCallbackData;

/** A field of a form: its label, the id by which it is sent, and its content at first. */
export interface FormField {
  readonly label: string;
  readonly customId: string;
  readonly content: string;
  /** The labels that can be chosen, with their values. */
  readonly choices: ReadonlyMap<string, string>;
}

/** The fields of a form, in order. */
export function formFields({ components }: Modal): FormField[] {
  return components.flatMap((part) => {
    if (part.type === ComponentType.Label) return [fieldOf(part.label, part.component)];
    if (part.type !== ComponentType.ActionRow) return [];
    return part.components.map((input) => fieldOf(input.label ?? '', input));
  });
}

function fieldOf(label: string, input: APIComponentInLabel): FormField {
  const options = 'options' in input ? input.options : [];
  const chosen = options.filter((option) => option.default === true).map((option) => option.label);
  const typed = 'value' in input ? (input.value ?? '') : '';
  return {
    label,
    customId: input.custom_id,
    content: [...(typed === '' ? [] : [`“${typed}”`]), ...chosen].join(', '),
    choices: new Map(options.map((option) => [option.label, option.value])),
  };
}

/** A form in one line. */
export function formText(modal: Modal): string {
  const fields = formFields(modal).map(({ label, content, choices }) => {
    const offered = choices.size > 0 && content === '' ? [...choices.keys()].join('/') : content;
    return offered === '' ? label : `${label}: ${offered}`;
  });
  return `form “${modal.title}” { ${fields.join(' · ')} }`;
}
