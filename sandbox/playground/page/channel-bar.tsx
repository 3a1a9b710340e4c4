import type { ChannelView, PersonView, PlaygroundState } from '../wire.ts';
import './channel-bar.css';

interface ChannelBarProps {
  readonly state: PlaygroundState;
  readonly viewer: PersonView;
  readonly channel: ChannelView;
  /** Acts as the person with that id from now on. */
  readonly act: (personId: string) => void;
  readonly open: (channelId: string) => void;
}

/** The server's channels, and who the page acts as. */
export function ChannelBar({ state, viewer, channel, act, open }: ChannelBarProps) {
  return (
    <aside class="bar" aria-label="Server">
      <h2 class="bar-server">{state.server}</h2>
      <nav class="bar-channels" aria-label="Channels">
        <ul>
          {state.channels.map(({ id, name, parentId, ageRestricted }) => (
            <li key={id}>
              <button
                type="button"
                class={parentId ? 'bar-channel bar-thread' : 'bar-channel'}
                aria-current={id === channel.id ? 'page' : undefined}
                onClick={() => {
                  open(id);
                }}
              >
                <span aria-hidden="true">{parentId ? '⤷' : '#'}</span>
                <span>{name}</span>
                {ageRestricted && <span class="bar-age">age-restricted</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <fieldset class="bar-people">
        <legend>You are</legend>
        {state.people.map(({ id, name, moderator }) => (
          <label key={id}>
            <input
              type="radio"
              name="person"
              checked={id === viewer.id}
              onChange={() => {
                act(id);
              }}
            />
            {name}
            <span class="bar-role">{moderator ? 'moderator' : 'member'}</span>
          </label>
        ))}
      </fieldset>
    </aside>
  );
}
