import type { APIEmbed, APIEmbedField } from 'discord-api-types/v10';
import type { ComponentChildren } from 'preact';
import { DayTime } from './day-time.tsx';
import { Markdown } from './markdown.tsx';
import type { Names } from './names.ts';
import { Picture } from './picture.tsx';
import { embedAlt, type Frame } from './pictures-of.ts';
import { pictureAddress, webAddress } from './web-address.ts';
import './embed.css';

/** The grey of an embed without a colour. */
const NO_COLOR = 'var(--bg-deep)';

/** An embed as Discord shows it. */
export function Embed({ frame: { embed, images }, names }: { frame: Frame; names: Names }) {
  const { author, title, url, description, fields = [], thumbnail, color } = embed;
  const bar = color === undefined ? NO_COLOR : `#${color.toString(16).padStart(6, '0')}`;
  return (
    <div class="message-embed" style={{ borderLeftColor: bar }}>
      <div class="message-embed-body">
        {author && (
          <div class="message-embed-author">
            <Icon address={author.icon_url} />
            <MaybeLink address={author.url}>{author.name}</MaybeLink>
          </div>
        )}
        {title !== undefined && (
          <div class="message-embed-title">
            <MaybeLink address={url}>
              <Markdown text={title} names={names} />
            </MaybeLink>
          </div>
        )}
        {description !== undefined && <Markdown text={description} names={names} />}
        {fields.length > 0 && <Fields fields={fields} names={names} />}
      </div>
      {thumbnail && <Picture address={thumbnail.url} alt={title ?? 'Thumbnail'} look="thumbnail" />}
      {images.length > 0 && (
        <div class={`message-embed-wide${images.length > 1 ? ' message-embed-gallery' : ''}`}>
          {images.map((image) => (
            <Picture
              key={image.url}
              address={image.url}
              alt={embedAlt(embed, image, names)}
              look="embed"
            />
          ))}
        </div>
      )}
      <Footer embed={embed} />
    </div>
  );
}

function Fields({ fields, names }: { fields: readonly APIEmbedField[]; names: Names }) {
  return (
    <dl class="message-embed-fields">
      {fields.map(({ name, value, inline = false }, index) => (
        <div key={index} class={inline ? 'message-embed-field-inline' : 'message-embed-field'}>
          <dt>
            <Markdown text={name} names={names} />
          </dt>
          <dd>
            <Markdown text={value} names={names} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Footer({ embed: { footer, timestamp } }: { embed: APIEmbed }) {
  if (!footer && timestamp === undefined) return null;
  return (
    <div class="message-embed-footer">
      <Icon address={footer?.icon_url} />
      <span>
        {footer?.text}
        {footer && timestamp !== undefined && ' • '}
        {timestamp !== undefined && (
          <time dateTime={timestamp}>
            <DayTime at={Date.parse(timestamp)} />
          </time>
        )}
      </span>
    </div>
  );
}

function Icon({ address }: { address: string | undefined }) {
  const source = pictureAddress(address);
  return source === undefined ? null : <img class="message-embed-icon" src={source} alt="" />;
}

function MaybeLink({
  address,
  children,
}: {
  address: string | undefined;
  children: ComponentChildren;
}) {
  const target = webAddress(address);
  if (target === undefined) return children;
  return (
    <a class="message-link" href={target} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
