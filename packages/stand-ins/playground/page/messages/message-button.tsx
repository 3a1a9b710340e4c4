import {
  ButtonStyle,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIMessageComponentEmoji,
} from 'discord-api-types/v10';
import { webAddress } from './web-address.ts';
import './message-button.css';

type Button = APIButtonComponentWithCustomId | APIButtonComponentWithURL;

interface MessageButtonProps {
  readonly button: Button;
  /** The custom ids of those that were pressed and not answered yet. */
  readonly pending: ReadonlySet<string>;
  readonly press: (customId: string) => void;
}

/** What tells a button from the others of its message. */
export function buttonId(button: Button): string {
  return button.style === ButtonStyle.Link ? button.url : button.custom_id;
}

const STYLES = {
  [ButtonStyle.Primary]: 'primary',
  [ButtonStyle.Secondary]: 'secondary',
  [ButtonStyle.Success]: 'success',
  [ButtonStyle.Danger]: 'danger',
  [ButtonStyle.Link]: 'link',
} as const satisfies Record<Button['style'], string>;

/** A button, or a link that looks like one. A pressed one waits until its answer comes. */
export function MessageButton({ button, pending, press }: MessageButtonProps) {
  const { disabled = false } = button;
  const look = `message-button message-button-${STYLES[button.style]}`;
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
  const waits = pending.has(customId);
  // A disabled button loses the focus: while it waits it only says that it is disabled.
  return (
    <button
      type="button"
      class={look}
      disabled={disabled}
      aria-disabled={waits ? 'true' : undefined}
      aria-busy={waits ? 'true' : undefined}
      onClick={() => {
        if (!waits) press(customId);
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
