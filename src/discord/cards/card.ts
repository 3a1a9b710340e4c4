import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { StoredPicture } from '../../images/picture-store.ts';
import { type CustomId, formatCustomId } from '../interactions/custom-id.ts';
import { messageBody, type MessagePayload } from '../rest/message-payload.ts';

/** Discord's limit for text outside the frame. Phones copy nothing else. */
export const LONGEST_TEXT = 2_000;

/**
 * A message, independent of Discord's format. Texts are Discord markdown, with members' words
 * already escaped.
 */
export interface Card {
  /** Lines above the frame. Everything else is inside it. */
  readonly text?: readonly string[];
  /** Ids of the mentioned users to ping. */
  readonly pings?: readonly string[];
  readonly title?: string;
  readonly lines?: readonly string[];
  readonly fields?: readonly CardField[];
  readonly pictures?: CardPictures;
  /** Shown instead of the pictures: the picture in progress. */
  readonly preview?: CardPreview;
  /** More frames below the first. */
  readonly frames?: readonly CardFrame[];
  /** Names of other files to send along, pictures with their alternative text. */
  readonly files?: readonly (string | CardFile)[];
  /** Each in a row of its own, above the buttons. */
  readonly selects?: readonly CardSelect[];
  /** In groups, each starting a new row. */
  readonly buttons?: readonly (readonly CardButton[])[];
  /** The frame's edge, as 0xRRGGBB. */
  readonly colour?: number;
  /** Small print at the end. */
  readonly foot?: string;
}

/** A further frame of a message; Discord allows nine besides the first. */
export interface CardFrame {
  readonly lines: readonly string[];
  /** The file to show small beside the text. */
  readonly thumbnail?: string;
  /** The URL of a picture at Discord, shown below the text. */
  readonly image?: string;
  /** Like the card's own colour. */
  readonly colour?: number;
}

export interface CardField {
  readonly name: string;
  readonly value: string;
}

export interface CardFile {
  readonly name: string;
  /** Alternative text, at most 1,024 characters. */
  readonly alt: string;
}

/** Stored pictures in display order. */
interface CardPictures {
  readonly kept: readonly StoredPicture[];
  /** Alternative text. */
  readonly alt?: string;
  /** Whether to send them as smaller JPEGs to fit Discord's limit. */
  readonly smaller?: true;
  /** Whether they are spoilers. */
  readonly covered?: true;
}

export interface CardPreview {
  readonly jpeg: Buffer;
  /** Alternative text. */
  readonly alt: string;
  /** Whether it is a spoiler. */
  readonly covered?: true;
}

export interface CardButton {
  readonly id: CustomId;
  readonly label: string;
  readonly kind: 'primary' | 'secondary' | 'success' | 'danger';
}

/** A menu with one or more choices. */
export interface CardSelect {
  readonly id: CustomId;
  /** Shown while nothing is chosen; at most 150 characters. */
  readonly placeholder: string;
  /** 1 to 25 of them. */
  readonly options: readonly CardChoice[];
  /** How many may be chosen; 1 each by default. */
  readonly least?: number;
  readonly most?: number;
}

/** A label and a description are at most 100 characters long, and so is the value. */
export interface CardChoice {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly chosen?: boolean;
}

const STYLE = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
} as const;

/** A preview's file name, unless it is a spoiler. */
export const PREVIEW_FILE = 'preview.jpg';

/** The prefix of spoiler files. */
const COVERED = 'SPOILER_';

/** Discord's limit of buttons per row. */
const ROW = 5;

/**
 * Renders a card as a Discord message: an embed, attachments, menus and buttons. Pictures are
 * attachments rather than part of the embed, since Discord lays out several of them and supports
 * spoilers there.
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
          ...files.map((file) =>
            typeof file === 'string'
              ? { filename: file }
              : { filename: file.name, description: file.alt },
          ),
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
  return kept.map((picture) => {
    const file = shownFile(picture.file);
    return spoilerFile(smaller ? file.replace(/\.\w+$/, '.jpg') : file, covered);
  });
}

/** A stored picture's file name without what makes it unique in some stores. */
export function shownFile(file: string): string {
  return file.replace(/\.[\da-f]{10}(?=\.[a-z]+$)/, '');
}

/** The file's name with or without Discord's spoiler prefix. */
export function spoilerFile(file: string, covered: boolean | undefined): string {
  return covered ? `${COVERED}${file}` : file;
}

/** Whether Discord shows a file of that name as a spoiler. */
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
