import type { StoredPicture } from '../../record/store/picture-store.ts';
import type { CustomId } from '../interactions/custom-id.ts';

/**
 * What a message shows, whatever form it takes in Discord. Its texts are in Discord's markdown, and
 * a person's own words in them are escaped already.
 */
export interface Card {
  /** Lines that stand outside the frame. Everything else stands inside it. */
  readonly text?: readonly string[];
  readonly title?: string;
  readonly lines?: readonly string[];
  readonly fields?: readonly CardField[];
  readonly pictures?: CardPictures;
  /** In their place, what is to be seen of one so far. */
  readonly preview?: CardPreview;
  /** Names of other files that go with it. */
  readonly files?: readonly string[];
  /** In groups, each of which begins a row of its own. */
  readonly buttons?: readonly (readonly CardButton[])[];
  /** Of the frame's edge, as 0xRRGGBB. */
  readonly colour?: number;
  /** In small print, at the end. */
  readonly foot?: string;
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
}

export interface CardButton {
  readonly id: CustomId;
  readonly label: string;
  readonly kind: 'primary' | 'secondary' | 'success' | 'danger';
}
