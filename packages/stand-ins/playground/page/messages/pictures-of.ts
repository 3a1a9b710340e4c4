import type { APIAttachment, APIEmbed, APIEmbedImage } from 'discord-api-types/v10';
import type { MessageView } from '../../wire.ts';
import type { Names } from './names.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { plainText } from './plain-text.ts';

const MOST_IN_FRAME = 4;

/** Whether a file is shown as a picture. */
export function isPicture({ content_type: type = '', filename }: APIAttachment): boolean {
  return type.startsWith('image/') || (type === '' && /\.(png|jpe?g|gif|webp)$/i.test(filename));
}

/** Whether a picture is covered until somebody wants to see it. */
export function isSpoiler(nameOrAddress: string): boolean {
  return /(?:^|\/)SPOILER_[^/]*$/.test(nameOrAddress);
}

/** What an embed's picture shows: its own description, else what is quoted or said above it. */
export function embedAlt(
  { title, description = '' }: APIEmbed,
  image: APIEmbedImage,
  names: Names,
): string {
  if (image.description) return image.description;
  const nodes = parseMarkdown(description);
  const quote = nodes.find(({ type }) => type === 'quote');
  if (quote) return plainText([quote], names).trim();
  return title ?? plainText(nodes, names).trim().split('\n', 1)[0] ?? '';
}

/** An embed as it is drawn, with all pictures in it. */
export interface Frame {
  readonly embed: APIEmbed;
  readonly images: readonly APIEmbedImage[];
}

/** Of embeds of one address, Discord's apps draw the first, with up to four of their pictures in it. */
export function framesOf(embeds: readonly APIEmbed[]): readonly Frame[] {
  const first = ({ url }: APIEmbed) => embeds.find((one) => url !== undefined && one.url === url);
  return embeds.flatMap((embed) => {
    if ((first(embed) ?? embed) !== embed) return [];
    const joined = embeds.filter((one) => one === embed || first(one) === embed);
    const images = joined.flatMap(({ image }) => image ?? []);
    return [{ embed, images: images.slice(0, MOST_IN_FRAME) }];
  });
}

/** What each picture of a message shows. */
export function pictureAlts({ payload }: MessageView, names: Names): string[] {
  return [
    ...framesOf(payload.embeds).flatMap(({ embed, images }) =>
      images.map((image) => embedAlt(embed, image, names)),
    ),
    ...payload.attachments.filter(isPicture).map(({ description = '' }) => description),
  ];
}
