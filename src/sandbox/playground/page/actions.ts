import type { Action, ActionOutcome, BotOrder, PersonView, Switches } from '../wire.ts';

/** Files that go with an action, by the name of their field. */
export type ActionFiles = ReadonlyMap<string, File>;

/** Does something as the person whom the page acts as. Never rejects. */
export type Act = (action: Action, files?: ActionFiles) => Promise<ActionOutcome>;

/** Sends what somebody does. Never rejects: a server that is gone is a refusal too. */
export async function sendAction(
  by: PersonView,
  action: Action,
  files: ActionFiles = new Map(),
): Promise<ActionOutcome> {
  const form = new FormData();
  form.set('action', JSON.stringify({ by: by.id, action }));
  for (const [field, file] of files) form.set(field, file);
  try {
    const response = await fetch('/actions', { method: 'POST', body: form });
    return (await response.json()) as ActionOutcome;
  } catch {
    return { kind: 'refused', problem: 'The playground no longer answers. Is it still running?' };
  }
}

/** Changes how the world around the bot behaves. */
export async function setSwitches(switches: Partial<Switches>): Promise<void> {
  await post('/switches', switches);
}

/** Starts the bot's process, restarts it, or kills it. */
export async function orderBot(order: BotOrder): Promise<void> {
  await post('/bot', { order });
}

/** Lets the tokens of all interactions end, as they do after 15 minutes. */
export async function endTokens(): Promise<void> {
  await post('/end-tokens', {});
}

async function post(path: string, body: object): Promise<void> {
  await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
}
