import { ButtonStyle, ComponentType, type APIMessage } from 'discord-api-types/v10';
import { buttonId, MessageButton } from './message-button.tsx';
import './component-rows.css';

interface ComponentRowsProps {
  readonly components: NonNullable<APIMessage['components']>;
  /** The custom ids of the buttons that were pressed and not answered yet. */
  readonly pending: ReadonlySet<string>;
  readonly press: (customId: string) => void;
}

/** The rows of buttons of a message. Components not known here are shown as such. */
export function ComponentRows({ components, pending, press }: ComponentRowsProps) {
  return components.map((row, index) => {
    if (row.type !== ComponentType.ActionRow) return <Unknown key={index} type={row.type} />;
    return (
      <div key={index} class="message-row">
        {row.components.map((button, place) =>
          button.type === ComponentType.Button && button.style !== ButtonStyle.Premium ? (
            <MessageButton key={buttonId(button)} {...{ button, pending, press }} />
          ) : (
            <Unknown key={place} type={button.type} />
          ),
        )}
      </div>
    );
  });
}

function Unknown({ type }: { type: ComponentType }) {
  const name = ComponentType[type];
  return <span class="message-unknown">The playground does not show components like {name}.</span>;
}
