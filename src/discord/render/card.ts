import type { StoredPicture } from '../../images/picture-store.ts';
import type { CustomId } from '../interactions/custom-id.ts';

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
export interface CardPictures {
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
