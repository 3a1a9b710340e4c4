import type { Catalogue } from './say.ts';

/** An endpoint that is not the bot's own, and the titles of what is made there. */
export interface NamedEndpoint {
  readonly id: string;
  readonly makes: readonly string[];
}

/** Something for whoever runs the bot, as it is found in the catalogue. */
export type Notice = (words: Catalogue['notices']) => string;
