import type { APIAttachment, APIEmbed } from 'discord.js';

const SCHEME = 'attachment://';

/** The places in an embed that can show a file of the message. */
function addresses(embed: APIEmbed): { path: readonly string[]; url: string | undefined }[] {
  return [
    { path: ['image', 'url'], url: embed.image?.url },
    { path: ['thumbnail', 'url'], url: embed.thumbnail?.url },
    { path: ['author', 'icon_url'], url: embed.author?.icon_url },
    { path: ['footer', 'icon_url'], url: embed.footer?.icon_url },
  ];
}

/** Names of files that embeds refer to by `attachment://`, with the place of each. */
export function embeddedNames(embeds: readonly APIEmbed[]) {
  return embeds.flatMap((embed, index) =>
    addresses(embed).flatMap(({ path, url }) =>
      url?.startsWith(SCHEME)
        ? [{ name: url.slice(SCHEME.length), path: ['embeds', index, ...path] }]
        : [],
    ),
  );
}

/** The embed as Discord returns it: files by their CDN address, and an image with its file's description. */
export function withFileAddresses(embed: APIEmbed, files: readonly APIAttachment[]): APIEmbed {
  const file = (url: string) => files.find(({ filename }) => url === SCHEME + filename);
  const address = (url: string) => file(url)?.url ?? url;
  const shown = (url: string) => {
    const { description } = file(url) ?? {};
    return { url: address(url), ...(description !== undefined && { description }) };
  };
  const { image, thumbnail, author, footer } = embed;
  return {
    ...embed,
    ...(image && { image: { ...image, ...shown(image.url) } }),
    ...(thumbnail && { thumbnail: { ...thumbnail, url: address(thumbnail.url) } }),
    ...(author?.icon_url && { author: { ...author, icon_url: address(author.icon_url) } }),
    ...(footer?.icon_url && { footer: { ...footer, icon_url: address(footer.icon_url) } }),
  };
}
