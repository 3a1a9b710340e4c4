import type {
  APIEmbed,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';

// What the page of cards and its server tell each other.

/** A message, without what only a sent one has. */
export interface CardView {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: NonNullable<APIMessage['components']>;
  /** Its files, with their alternative texts. */
  readonly files: readonly { readonly name: string; readonly alt?: string | undefined }[];
}

/** A card, a form, or what a sentence says in each of its cases. */
export type Shown =
  | { readonly kind: 'card'; readonly card: CardView }
  | { readonly kind: 'form'; readonly form: APIModalInteractionResponseCallbackData }
  | { readonly kind: 'lines'; readonly lines: readonly string[] };

/** One thing that members see, by language. */
export interface Scene {
  readonly about: string;
  readonly shown: Readonly<Record<string, Shown>>;
}

/** What the page shows. */
export interface CardsView {
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly groups: readonly { readonly title: string; readonly scenes: readonly Scene[] }[];
}
