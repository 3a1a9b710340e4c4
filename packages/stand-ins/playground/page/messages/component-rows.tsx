import {
  ButtonStyle,
  ComponentType,
  type APIComponentInMessageActionRow,
  type APIMessage,
} from 'discord-api-types/v10';
import { buttonId, MessageButton } from './message-button.tsx';
import { MessageSelect } from './message-select.tsx';
import './component-rows.css';

interface UsingComponents {
  /** The custom ids of the buttons and selects that were used and not answered yet. */
  readonly pending: ReadonlySet<string>;
  readonly press: (customId: string) => void;
  readonly select: (customId: string, values: readonly string[]) => void;
}

interface ComponentRowsProps extends UsingComponents {
  readonly components: NonNullable<APIMessage['components']>;
}

/** The rows of buttons and selects of a message. Components not known here are shown as such. */
export function ComponentRows({ components, ...using }: ComponentRowsProps) {
  return components.map((row, index) => {
    if (row.type !== ComponentType.ActionRow) return <Unknown key={index} type={row.type} />;
    return (
      <div key={index} class="message-row">
        {row.components.map((component, place) => (
          <RowComponent key={keyOf(component) ?? place} component={component} {...using} />
        ))}
      </div>
    );
  });
}

function RowComponent({
  component,
  pending,
  press,
  select,
}: UsingComponents & { component: APIComponentInMessageActionRow }) {
  if (component.type === ComponentType.StringSelect) {
    const { custom_id: id } = component;
    return (
      <MessageSelect
        select={component}
        waits={pending.has(id)}
        choose={(values) => {
          select(id, values);
        }}
      />
    );
  }
  if (component.type === ComponentType.Button && component.style !== ButtonStyle.Premium) {
    return <MessageButton button={component} {...{ pending, press }} />;
  }
  return <Unknown type={component.type} />;
}

/** What tells a component from the others of its message. */
function keyOf(component: APIComponentInMessageActionRow): string | undefined {
  if (component.type !== ComponentType.Button) return component.custom_id;
  return component.style === ButtonStyle.Premium ? undefined : buttonId(component);
}

function Unknown({ type }: { type: ComponentType }) {
  const name = ComponentType[type];
  return <span class="message-unknown">The playground does not show components like {name}.</span>;
}
