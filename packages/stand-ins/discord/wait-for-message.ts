import type { MessageStore } from './message-store.ts';
import type { Message } from './message.ts';

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Real time, whatever the sandbox's clock says. Default: 2 minutes. */
  readonly timeoutMs?: number;
}

/**
 * The first of `standing` that fits, or else the first that fits after a change. Rejects when the
 * signal aborts or the time is up, with a text that lists the messages there are.
 */
export async function waitForMessage(
  messages: MessageStore,
  standing: () => readonly Message[],
  fits: (message: Message) => boolean,
  { signal, timeoutMs = 120_000 }: WaitOptions = {},
): Promise<Message> {
  const found = standing().find(fits);
  if (found) return found;
  const timeout = AbortSignal.timeout(timeoutMs);
  const end = signal ? AbortSignal.any([signal, timeout]) : timeout;
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      stop();
      const list = standing().map(describe).join('\n');
      const reason = timeout.aborted ? `within ${timeoutMs} ms` : 'before the wait was given up';
      const cause: unknown = end.reason;
      reject(new Error(`no message fits ${reason}; there are:\n${list || '(none)'}`, { cause }));
    };
    const stopListening = messages.onChange(({ kind, message }) => {
      if (kind === 'deleted') return;
      try {
        if (!fits(message)) return;
        stop();
        resolve(message);
      } catch (error) {
        stop();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    const stop = () => {
      stopListening();
      end.removeEventListener('abort', giveUp);
    };
    if (end.aborted) giveUp();
    else end.addEventListener('abort', giveUp);
  });
}

function describe(message: Message): string {
  const embeds = message.embeds.map(
    ({ title, description }) => `[${title ?? ''} ${description ?? ''}]`,
  );
  const files = message.files.map(({ filename }) => filename);
  return [
    `  ${message.id} (${message.versions.length} versions)`,
    message.content,
    ...embeds,
    ...files,
  ]
    .join(' ')
    .slice(0, 300);
}
