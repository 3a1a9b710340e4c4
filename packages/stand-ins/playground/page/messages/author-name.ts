import type { MessageView } from '../../wire.ts';
import type { Names } from './names.ts';

/** What the author of a message is called. */
export function authorName({ payload: { author } }: MessageView, names: Names): string {
  return author.global_name ?? names.user(author.id) ?? author.username;
}
