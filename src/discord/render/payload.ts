import {
  ButtonStyle,
  ComponentType,
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIStringSelectComponent,
} from 'discord.js';
import { formatCustomId } from '../interactions/custom-id.ts';
import { messageBody, type MessagePayload } from '../wire/message-payload.ts';
import type { Card, CardButton, CardFrame, CardPictures, CardSelect } from './card.ts';

const STYLE = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

/** What a preview is called, unless it is covered. */
export const PREVIEW_FILE = 'preview.jpg';

/** How the names of covered files begin. */
const COVERED = 'SPOILER_';

/** As many buttons as Discord takes in a row. */
const ROW = 5;

/**
 * A card as a message of Discord's: an embed with plain attachments, and menus and buttons below it. Pictures
 * stand beside the embed, where Discord lays out several, and where they can be covered.
 */
export function payloadOf(card: Card): MessagePayload {
  const {
    text,
    pings,
    pictures,
    preview,
    frames = [],
    files = [],
    selects = [],
    buttons = [],
  } = card;
  const shown = pictures ? fileNames(pictures) : [];
  const alt = pictures?.alt === undefined ? {} : { description: pictures.alt };
  return {
    body: {
      ...messageBody({
        ...(text && { content: text.join('\n') }),
        embeds: [...embedsOf(card), ...frames.map(embedOf)],
        components: [...selects.map(selectRow), ...buttons.flatMap(rowsOf)],
        attachments: [
          ...shown.map((filename) => ({ filename, ...alt })),
          ...(preview
            ? [{ filename: spoilerFile(PREVIEW_FILE, preview.covered), description: preview.alt }]
            : []),
          ...files.map((filename) => ({ filename })),
        ].map((file, index) => ({ id: String(index), ...file })),
      }),
      ...(pings && { allowed_mentions: { parse: [], users: [...pings] } }),
    },
    pictures: pictures?.kept ?? [],
    ...(pictures?.smaller && { smaller: true }),
    ...(preview && { preview: preview.jpeg }),
  };
}

function embedsOf({ title, lines, fields, colour, foot }: Card): APIEmbed[] {
  const isFramed = [title, lines, fields, foot].some((part) => part !== undefined);
  if (!isFramed) return [];
  return [
    {
      ...(title !== undefined && { title }),
      ...(lines && { description: lines.join('\n') }),
      ...(fields && { fields: [...fields] }),
      ...(colour !== undefined && { color: colour }),
      ...(foot !== undefined && { footer: { text: foot } }),
    },
  ];
}

function embedOf({ lines, thumbnail, image, colour }: CardFrame): APIEmbed {
  return {
    description: lines.join('\n'),
    ...(colour !== undefined && { color: colour }),
    ...(thumbnail !== undefined && { thumbnail: { url: `attachment://${thumbnail}` } }),
    ...(image !== undefined && { image: { url: image } }),
  };
}

function fileNames({ kept, smaller, covered }: CardPictures): string[] {
  return kept.map(({ file }) =>
    spoilerFile(smaller ? file.replace(/\.\w+$/, '.jpg') : file, covered),
  );
}

/** What a file is called so that Discord covers it, or does not. */
export function spoilerFile(file: string, covered: boolean | undefined): string {
  return covered ? `${COVERED}${file}` : file;
}

/** Whether Discord covers a file of that name. */
export function isCovered(file: string): boolean {
  return file.startsWith(COVERED);
}

function rowsOf(
  buttons: readonly CardButton[],
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  return Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * ROW, (row + 1) * ROW).map(buttonOf),
  }));
}

function selectRow(select: CardSelect): APIActionRowComponent<APIComponentInMessageActionRow> {
  return { type: ComponentType.ActionRow, components: [selectOf(select)] };
}

function selectOf({ id, placeholder, options, least, most }: CardSelect): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: formatCustomId(id),
    placeholder,
    options: options.map(({ chosen, ...option }) => ({
      ...option,
      ...(chosen && { default: true }),
    })),
    ...(least !== undefined && { min_values: least }),
    ...(most !== undefined && { max_values: most }),
  };
}

function buttonOf({ id, label, kind }: CardButton): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: STYLE[kind],
    label,
    custom_id: formatCustomId(id),
  };
}
