import { ComponentType, type APIMessage } from 'discord-api-types/v10';
import { buttonId, MessageButton } from './message-button.tsx';
import './component-rows.css';

interface ComponentRowsProps {
  readonly components: NonNullable<APIMessage['components']>;
  readonly isPending: (customId: string) => boolean;
  readonly press: (customId: string) => void;
}

/** The rows of buttons of a message. Other components are not known here, and say so. */
export function ComponentRows({ components, isPending, press }: ComponentRowsProps) {
  return components.map((row, index) => {
    if (row.type !== ComponentType.ActionRow) return <Unknown key={index} type={row.type} />;
    return (
      <div key={index} class="message-row">
        {row.components.map((component) =>
          component.type === ComponentType.Button ? (
            <MessageButton key={buttonId(component)} {...{ button: component, isPending, press }} />
          ) : (
            <Unknown key={component.custom_id} type={component.type} />
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
