import { KEPT_REQUESTS, type PlaygroundEvent, type PlaygroundState } from '../wire.ts';

/** The state after an event; `undefined` until the first one that brings everything. */
export function reduce(
  state: PlaygroundState | undefined,
  event: PlaygroundEvent,
): PlaygroundState | undefined {
  if (event.type === 'all') return event.state;
  if (!state) return undefined;
  switch (event.type) {
    case 'message': {
      const { id } = event.message.payload;
      return {
        ...state,
        messages: upsert(state.messages, event.message, (m) => m.payload.id === id),
      };
    }
    case 'message-deleted':
      return { ...state, messages: state.messages.filter((m) => m.payload.id !== event.id) };
    case 'people':
      return { ...state, people: event.people };
    case 'commands':
      return { ...state, commands: event.commands };
    case 'bot':
      return { ...state, bot: event.bot };
    case 'switches':
      return { ...state, switches: event.switches };
    case 'request': {
      const { id } = event.request;
      const requests = upsert(state.requests, event.request, (request) => request.id === id);
      return { ...state, requests: requests.slice(-KEPT_REQUESTS) };
    }
    case 'jobs':
      return { ...state, jobs: event.jobs };
  }
}

/** The list with the item in place of its earlier state, or at the end. */
function upsert<T>(list: readonly T[], item: T, isBefore: (one: T) => boolean): T[] {
  const index = list.findLastIndex(isBefore);
  return index === -1 ? [...list, item] : list.with(index, item);
}
