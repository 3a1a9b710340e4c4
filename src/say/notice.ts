import type { Catalogue } from './say.ts';

/** Something for whoever runs the bot, as it is found in the catalogue. */
export type Notice = (words: Catalogue['notices']) => string;
