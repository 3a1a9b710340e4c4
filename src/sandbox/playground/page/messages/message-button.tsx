import {
  ButtonStyle,
  type APIButtonComponent,
  type APIMessageComponentEmoji,
} from 'discord-api-types/v10';
import { webAddress } from './web-address.ts';
import './message-button.css';

interface MessageButtonProps {
  readonly button: APIButtonComponent;
  readonly isPending: (customId: string) => boolean;
  readonly press: (customId: string) => void;
}

/** What a button is known by among those of its message. */
export function buttonId(button: APIButtonComponent): string {
  switch (button.style) {
    case ButtonStyle.Link:
      return button.url;
    case ButtonStyle.Premium:
      return button.sku_id;
    case ButtonStyle.Primary:
    case ButtonStyle.Secondary:
    case ButtonStyle.Success:
    case ButtonStyle.Danger:
      return button.custom_id;
  }
}

const STYLES = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
  [ButtonStyle.Link]: 'link',
  [ButtonStyle.Premium]: 'primary',
} as const satisfies Record<ButtonStyle, string>;

/** A button, or a link that looks like one. A pressed one waits until its answer comes. */
export function MessageButton({ button, isPending, press }: MessageButtonProps) {
  const { disabled = false } = button;
  const look = `message-button message-button-${STYLES[button.style]}`;
  if (button.style === ButtonStyle.Premium) return <span class="message-unknown">A purchase</span>;
  const face = <Face emoji={button.emoji} label={button.label} />;
  if (button.style === ButtonStyle.Link) {
    const address = webAddress(button.url);
    if (disabled || address === undefined) {
      return (
        <button type="button" class={look} disabled>
          {face}
        </button>
      );
    }
    return (
      <a class={look} href={address} target="_blank" rel="noopener noreferrer">
        {face} <span aria-hidden="true">↗</span>
      </a>
    );
  }
  const { custom_id: customId } = button;
  const pending = isPending(customId);
  // A button that is disabled loses the focus: while it waits it only says that it is.
  return (
    <button
      type="button"
      class={look}
      disabled={disabled}
      aria-disabled={pending ? 'true' : undefined}
      aria-busy={pending ? 'true' : undefined}
      onClick={() => {
        if (!pending) press(customId);
      }}
    >
      {face}
    </button>
  );
}

function Face({
  emoji,
  label,
}: {
  emoji: APIMessageComponentEmoji | undefined;
  label: string | undefined;
}) {
  // A server's own emoji is a picture elsewhere; its name stands in for it.
  const sign = emoji?.id ? `:${emoji.name ?? ''}:` : emoji?.name;
  return (
    <span class="message-button-face">
      {sign && <span class="message-button-emoji">{sign}</span>}
      {label}
    </span>
  );
}
