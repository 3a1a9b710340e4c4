import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { handlersFor } from '../../commands/index.ts';
import { menuOf } from '../../commands/generation-commands.ts';
import { parseConfig } from '../../src/config/config.ts';
import { loadWorkflows } from '../../src/bot/open-workflows.ts';
import { manifestSchema } from '../../src/workflows/manifest.ts';
import { codeIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const { rows } = tableUnder("RunPod's public endpoints", 'docs/workers.md');
const config = parseConfig({
  DISCORD_TOKEN: 'a.b.c',
  RUNPOD_API_KEY: 'key',
  WORKER: 'runpod-public',
  WORKFLOWS_DIR: 'nowhere',
});
const workflows = loadWorkflows(config);
const { commands } = handlersFor(menuOf(config, workflows));

const manifests = readdirSync(new URL('../../public-endpoints', import.meta.url)).map((name) => ({
  name,
  ...manifestSchema.parse(JSON.parse(readText(`public-endpoints/${name}/manifest.json`))),
}));

describe("RunPod's public endpoints in docs/workers.md", () => {
  it('are the commands that there are for pictures, and all of them work', () => {
    const named = rows.map(([command = '']) => codeIn(command)[0]?.slice(1));
    const { commands: others } = handlersFor(menuOf(config, { recipes: [] }));
    const namesOf = (all: typeof commands) => all.map(({ definition }) => definition.name);
    expect([...named, ...namesOf(others)].toSorted()).toEqual(namesOf(commands).toSorted());
    expect(workflows.broken).toEqual([]);
  });

  it.each(rows)(
    'have the model, options and price of their manifest: %s',
    (command, model, set, price) => {
      const name =
        codeIn(command)[0] === '/imagine' ? 'flux-schnell' : codeIn(command)[0]?.slice(1);
      const manifest = manifests.find((one) => one.name === name);
      const options = manifest?.nodes.map(
        (node) => ('name' in node ? node.name : undefined) ?? node.type,
      );
      const said = Object.entries(manifest?.price ?? {}).map(([unit, usd]) => {
        return `${String(usd)} a ${unit.replace('per_', '')}`;
      });
      expect([manifest?.title, options, said]).toEqual([model, codeIn(set), [price]]);
    },
  );
});
