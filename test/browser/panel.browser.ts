import { describe, expect, it } from 'vitest';
import { photo } from './photo.ts';
import { visit } from './visitor.ts';

const PROMPT = 'portrait of a baker';

describe('behind the scenes', () => {
  it('a job’s graph, row and events are shown, and its photo in a few characters', async () => {
    const { person, playground } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    const face = await photo();
    await person.chooseFile('face', face);
    await person.pick('face_consent', 'True');
    await person.send();
    await person.picture(PROMPT).waitFor();
    const { panel } = person;

    await panel.getByRole('heading', { name: /: completed$/ }).waitFor();
    const events = await panel.getByRole('table', { name: 'Its events' }).textContent();
    for (const state of ['accepted', 'preparing', 'submitting', 'queued', 'running', 'completed']) {
      expect(events).toContain(state);
    }
    await person.openDetails();
    await panel.getByRole('row', { name: /^state completed$/ }).waitFor();
    const graph = panel.getByRole('region', { name: 'Graph' });
    await graph.getByText('KSampler').waitFor();
    await graph.getByText(PROMPT).waitFor();
    await graph.getByText(/… \(\d+ characters\)/).waitFor();
    const sent = JSON.stringify(playground.runpod.jobs[0]?.input);
    const base64 = /[A-Za-z0-9+/]{1000,}/.exec(sent)?.[0] ?? '';
    expect(base64.length).toBeGreaterThan(1_000);
    expect(await panel.textContent()).not.toContain(base64.slice(0, 100));
  });

  it('the requests of a job are listed, from the interaction to the edit with its picture', async () => {
    const { person } = await visit();
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    const requests = person.panel.getByRole('list', { name: 'Requests, newest first' });
    const lines = (await requests.getByRole('listitem').allTextContents()).toReversed();
    const way = [
      /Discord tells the bot.*INTERACTION_CREATE \/imagine/,
      /bot asks Discord: 200.*POST .*\/callback/,
      /bot asks RunPod: 20\d.*POST .*\/run/,
      /bot asks RunPod: 200.*GET .*\/status\//,
      /bot asks Discord: 200.*PATCH .*\/webhooks\/.*\/messages\//,
    ];
    const places = way.map((step) => lines.findIndex((line) => step.test(line)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('the bot’s last log lines are there, and no token in them', async () => {
    const { person, playground } = await visit();
    await person.imagine(PROMPT);
    await person.picture(PROMPT).waitFor();
    await person.openDetails();
    const log = person.panel.getByRole('region', { name: /last log lines/ });
    await expect.poll(() => log.textContent()).toContain('"level"');
    const words = await person.panel.textContent();
    expect(words).not.toContain(playground.discord.token);
    expect(words).not.toContain(playground.runpod.apiKey);
  });
});
