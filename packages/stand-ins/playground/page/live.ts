import type { PlaygroundEvent } from '../wire.ts';

const TRY_AGAIN_MS = 1_000;

/** Whoever hears from the playground. */
export interface LiveListener {
  event(event: PlaygroundEvent): void;
  /** Whether the server is there. */
  connected(connected: boolean): void;
}

/** Follows the playground over its WebSocket, reconnecting to it, until the signal aborts. */
export function followPlayground(listener: LiveListener, signal: AbortSignal): void {
  const socket = new WebSocket(`ws://${location.host}/live`);
  const close = () => {
    socket.close();
  };
  signal.addEventListener('abort', close);
  socket.addEventListener('open', () => {
    listener.connected(true);
  });
  socket.addEventListener('message', ({ data }) => {
    // Both ends come from the same build.
    listener.event(JSON.parse(String(data)) as PlaygroundEvent);
  });
  socket.addEventListener('close', () => {
    signal.removeEventListener('abort', close);
    if (signal.aborted) return;
    listener.connected(false);
    setTimeout(() => {
      if (!signal.aborted) followPlayground(listener, signal);
    }, TRY_AGAIN_MS);
  });
}
