import type { MessageView } from '../../wire.ts';
import { Attachments } from './attachments.tsx';
import { authorName } from './author-name.ts';
import { ComponentRows } from './component-rows.tsx';
import { Embed } from './embed.tsx';
import { Markdown } from './markdown.tsx';
import type { MessageActs } from './message-acts.ts';
import type { Names } from './names.ts';
import { OnlyYou } from './only-you.tsx';
import { framesOf } from './pictures-of.ts';
import { isEphemeral, isLoading } from './seen-by.ts';
import { LOCAL_TIMES } from './times.ts';
import type { MessageControls } from './use-message-acts.ts';
import './message-content.css';

/** What a message is drawn from, and what can be done with it. */
export interface MessageContentProps {
  readonly view: MessageView;
  readonly names: Names;
  readonly acts: MessageActs;
  readonly controls: MessageControls;
  /** Removes the message of this id, which only the viewer sees. */
  readonly dismiss: (id: string) => void;
}

/** What a message says, and the buttons and selects under it. */
export function MessageContent(props: MessageContentProps) {
  const { view, names, acts, controls, dismiss } = props;
  const {
    id,
    content,
    embeds,
    attachments,
    components = [],
    edited_timestamp: edited,
  } = view.payload;
  return (
    <>
      {isLoading(view) && <Thinking name={authorName(view, names)} />}
      {(content !== '' || edited !== null) && (
        <Markdown text={content} names={names}>
          {edited !== null && <Edited at={Date.parse(edited)} />}
        </Markdown>
      )}
      <Attachments files={attachments} />
      {framesOf(embeds).map((frame, index) => (
        <Embed key={index} frame={frame} names={names} />
      ))}
      <ComponentRows
        components={components}
        pending={acts.pending}
        press={(customId) => {
          controls.press(id, customId);
        }}
        select={(customId, values) => {
          controls.select(id, customId, values);
        }}
      />
      {acts.problem !== undefined && (
        <p class="message-problem" role="alert">
          {acts.problem}
        </p>
      )}
      {isEphemeral(view) && (
        <OnlyYou
          dismiss={() => {
            dismiss(id);
          }}
        />
      )}
    </>
  );
}

function Edited({ at }: { at: number }) {
  return (
    <span class="message-edited" title={LOCAL_TIMES.full(at)}>
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
