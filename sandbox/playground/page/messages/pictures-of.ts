import type { APIAttachment, APIEmbed } from 'discord-api-types/v10';
import type { MessageView } from '../../wire.ts';
import type { Names } from './names.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { plainText } from './plain-text.ts';

/** Whether a file is shown as a picture. */
export function isPicture({ content_type: type = '', filename }: APIAttachment): boolean {
  return type.startsWith('image/') || (type === '' && /\.(png|jpe?g|gif|webp)$/i.test(filename));
}

/** Whether a picture is covered until somebody wants to see it. */
export function isSpoiler(nameOrAddress: string): boolean {
  return /(?:^|\/)SPOILER_[^/]*$/.test(nameOrAddress);
}

/** What an embed's picture shows: its own description, else what is quoted or said above it. */
export function embedAlt({ image, title, description = '' }: APIEmbed, names: Names): string {
  if (image?.description) return image.description;
  const nodes = parseMarkdown(description);
  const quote = nodes.find(({ type }) => type === 'quote');
  if (quote) return plainText([quote], names).trim();
  return title ?? plainText(nodes, names).trim().split('\n', 1)[0] ?? '';
}

/** What each picture of a message shows. */
export function pictureAlts({ payload }: MessageView, names: Names): string[] {
  return [
    ...payload.embeds.flatMap((embed) => (embed.image ? [embedAlt(embed, names)] : [])),
    ...payload.attachments.filter(isPicture).map(({ description = '' }) => description),
  ];
}
