import {
  LARGEST_FORM,
  type Action,
  type ActionOutcome,
  type BotOrder,
  type Switches,
} from '../wire.ts';

/** Files that go with an action, by the name of their field. */
export type ActionFiles = ReadonlyMap<string, File>;

/** Does something as the person that the page acts as. Never rejects. */
export type Act = (action: Action, files?: ActionFiles) => Promise<ActionOutcome>;

/** Sends what the person with that id does. Never rejects: a server that is gone is a refusal too. */
export async function sendAction(
  by: string,
  action: Action,
  files: ActionFiles = new Map(),
): Promise<ActionOutcome> {
  const form = new FormData();
  form.set('action', JSON.stringify({ by, action }));
  for (const [field, file] of files) form.set(field, file);
  const sizes = [...files.values()].map(({ size }) => size);
  if (sizes.reduce((sum, size) => sum + size, 0) > LARGEST_FORM * 0.99) {
    return refused('That is more than 64 MB, and more than this page takes.');
  }
  const response = await fetch('/actions', { method: 'POST', body: form }).catch(() => undefined);
  if (!response) return refused('The playground no longer answers. Is it still running?');
  try {
    // Both ends come from the same build.
    return (await response.json()) as ActionOutcome;
  } catch {
    return refused('The playground could not do that. Its terminal says why.');
  }
}

function refused(problem: string): ActionOutcome {
  return { kind: 'refused', problem };
}

/** Changes how the world around the bot behaves. */
export async function setSwitches(switches: Partial<Switches>): Promise<void> {
  await post('/switches', switches);
}

/** Starts the bot's process, restarts it, or kills it. */
export async function orderBot(order: BotOrder): Promise<void> {
  await post('/bot', { order });
}

/** Ends the tokens of all interactions, as they do after 15 minutes. */
export async function endTokens(): Promise<void> {
  await post('/end-tokens', {});
}

/** If that fails, the page shows things as they still are. */
async function post(path: string, body: object): Promise<void> {
  await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
}
