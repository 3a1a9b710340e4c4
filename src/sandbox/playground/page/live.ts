import type { PlaygroundEvent } from '../wire.ts';

const TRY_AGAIN_MS = 1_000;

export interface LiveListener {
  event(event: PlaygroundEvent): void;
  /** Whether the server is there. */
  connected(connected: boolean): void;
}

/** Follows the playground over its WebSocket, and comes back to it for ever. */
export function followPlayground(listener: LiveListener): void {
  const socket = new WebSocket(`ws://${location.host}/live`);
  socket.addEventListener('open', () => {
    listener.connected(true);
  });
  socket.addEventListener('message', ({ data }) => {
    listener.event(JSON.parse(String(data)) as PlaygroundEvent);
  });
  socket.addEventListener('close', () => {
    listener.connected(false);
    setTimeout(() => {
      followPlayground(listener);
    }, TRY_AGAIN_MS);
  });
}
