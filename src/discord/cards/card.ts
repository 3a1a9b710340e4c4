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

/** How long Discord takes the lines outside the frame; a phone copies nothing else. */
export const LONGEST_TEXT = 2_000;

/**
 * What a message shows, whatever form it takes in Discord. Its texts are in Discord's markdown, and
 * a person's own words in them are escaped already.
 */
export interface Card {
  /** Lines that stand outside the frame. Everything else stands inside it. */
  readonly text?: readonly string[];
  /** Who of those that are mentioned there is told so by Discord. */
  readonly pings?: readonly string[];
  readonly title?: string;
  readonly lines?: readonly string[];
  readonly fields?: readonly CardField[];
  readonly pictures?: CardPictures;
  /** In their place, what is to be seen of one so far. */
  readonly preview?: CardPreview;
  /** Further frames below the first. */
  readonly frames?: readonly CardFrame[];
  /** Names of other files that go with it. */
  readonly files?: readonly string[];
  /** Each in a row of its own, above the buttons. */
  readonly selects?: readonly CardSelect[];
  /** In groups, each of which begins a row of its own. */
  readonly buttons?: readonly (readonly CardButton[])[];
  /** Of the frame's edge, as 0xRRGGBB. */
  readonly colour?: number;
  /** In small print, at the end. */
  readonly foot?: string;
}

/** A part of a message that stands in a frame of its own; Discord takes nine besides the first. */
export interface CardFrame {
  readonly lines: readonly string[];
  /** Which of the card's files stands beside them, small. */
  readonly thumbnail?: string;
  /** The address of a picture of Discord's own that stands below them. */
  readonly image?: string;
  /** As the card's. */
  readonly colour?: number;
}

export interface CardField {
  readonly name: string;
  readonly value: string;
}

/** Pictures that this side keeps, in the order in which they are shown. */
interface CardPictures {
  readonly kept: readonly StoredPicture[];
  /** For those who cannot see them. */
  readonly alt?: string;
  /** Whether they are sent re-encoded, as JPEG, so that Discord takes them. */
  readonly smaller?: true;
  /** Whether each is covered until somebody uncovers it. */
  readonly covered?: true;
}

export interface CardPreview {
  readonly jpeg: Buffer;
  /** For those who cannot see it. */
  readonly alt: string;
  /** Whether it is covered until somebody uncovers it. */
  readonly covered?: true;
}

export interface CardButton {
  readonly id: CustomId;
  readonly label: string;
  readonly kind: 'primary' | 'secondary' | 'success' | 'danger';
}

/** A menu of which one or more are picked. */
export interface CardSelect {
  readonly id: CustomId;
  /** What stands there while nothing is picked; at most 150 characters. */
  readonly placeholder: string;
  /** 1 to 25 of them. */
  readonly options: readonly CardChoice[];
  /** How many may be picked; 1 of each where that is left out. */
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
