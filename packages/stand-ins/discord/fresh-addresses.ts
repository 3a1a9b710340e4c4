import type { APIAttachment, APIEmbed } from 'discord.js';
import type { MessagePayload } from './message.ts';

/** The message with every address of a file as Discord gives it out now. */
export function withFreshAddresses(
  payload: MessagePayload,
  fresh: (address: string) => string,
): MessagePayload {
  return {
    ...payload,
    attachments: payload.attachments.map((file) => withFreshFile(file, fresh)),
    embeds: payload.embeds.map((embed) => withFreshEmbed(embed, fresh)),
  };
}

export function withFreshFile(
  file: APIAttachment,
  fresh: (address: string) => string,
): APIAttachment {
  const url = fresh(file.url);
  return url === file.url ? file : { ...file, url, proxy_url: url };
}

function withFreshEmbed(embed: APIEmbed, fresh: (address: string) => string): APIEmbed {
  const { image, thumbnail, author, footer } = embed;
  return {
    ...embed,
    ...(image && { image: { ...image, url: fresh(image.url) } }),
    ...(thumbnail && { thumbnail: { ...thumbnail, url: fresh(thumbnail.url) } }),
    ...(author?.icon_url && { author: { ...author, icon_url: fresh(author.icon_url) } }),
    ...(footer?.icon_url && { footer: { ...footer, icon_url: fresh(footer.icon_url) } }),
  };
}
