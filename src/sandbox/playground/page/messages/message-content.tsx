import type { MessageView } from '../../wire.ts';
import { Attachments } from './attachments.tsx';
import { authorName } from './author-name.ts';
import { ComponentRows } from './component-rows.tsx';
import { fullTime } from './day-time.ts';
import { Embed } from './embed.tsx';
import { Markdown } from './markdown.tsx';
import { buttonKey } from './message-acts.ts';
import type { Names } from './names.ts';
import { OnlyYou } from './only-you.tsx';
import { isEphemeral, isLoading } from './seen-by.ts';
import type { UseMessageActs } from './use-message-acts.ts';
import './message-content.css';

export interface MessageContentProps {
  readonly view: MessageView;
  readonly names: Names;
  readonly does: UseMessageActs;
  readonly dismiss: () => void;
}

/** What a message says, and the buttons under it. */
export function MessageContent({ view, names, does, dismiss }: MessageContentProps) {
  const {
    id,
    content,
    embeds,
    attachments,
    components = [],
    edited_timestamp: edited,
  } = view.payload;
  const problem = does.acts.failed.get(id);
  return (
    <div class="message-content">
      {isLoading(view) && <Thinking name={authorName(view, names)} />}
      {(content !== '' || edited !== null) && (
        <Markdown text={content} names={names}>
          {edited !== null && <Edited at={Date.parse(edited)} />}
        </Markdown>
      )}
      <Attachments files={attachments} />
      {embeds.map((embed, index) => (
        <Embed key={index} embed={embed} names={names} />
      ))}
      <ComponentRows
        components={components}
        isPending={(customId) => does.acts.pending.has(buttonKey(id, customId))}
        press={(customId) => {
          does.press(id, customId);
        }}
      />
      {problem !== undefined && (
        <p class="message-problem" role="alert">
          {problem}
        </p>
      )}
      {isEphemeral(view) && <OnlyYou dismiss={dismiss} />}
    </div>
  );
}

function Edited({ at }: { at: number }) {
  return (
    <span class="message-edited" title={fullTime(at)}>
      (edited)
    </span>
  );
}

function Thinking({ name }: { name: string }) {
  return (
    <p class="message-thinking">
      <span class="message-dots" aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      {name} is thinking…
    </p>
  );
}
