import type { PersonView } from '../../wire.ts';
import type { LocalMessage } from '../local-message.ts';
import { Avatar } from './avatar.tsx';
import { UsedCommand } from './message-head.tsx';
import { OnlyYou } from './only-you.tsx';
import './local-item.css';

interface LocalItemProps {
  readonly message: LocalMessage;
  readonly viewer: PersonView;
  readonly bot: { readonly id: string; readonly name: string };
  readonly dismiss: () => void;
}

/** What somebody's own client shows of a command that has no answer yet, or will have none. */
export function LocalItem({ message: { kind, text }, viewer, bot, dismiss }: LocalItemProps) {
  return (
    <li class="message-item message-leads">
      <div class="message-body">
        {kind === 'sending' && <UsedCommand user={viewer} command={text} />}
        <span class="message-gutter">
          <Avatar owner={{ ...bot, bot: true }} name={bot.name} />
        </span>
        <p class="message-head">
          <span class="message-author">{bot.name}</span>
          <span class="message-app">APP</span>
        </p>
        {kind === 'sending' ? (
          <p class="message-sending">
            <span class="message-spinner" aria-hidden="true" />
            Sending command…
          </p>
        ) : (
          <>
            <p class="message-problem" role="alert">
              {text}
            </p>
            <OnlyYou dismiss={dismiss} />
          </>
        )}
      </div>
    </li>
  );
}
