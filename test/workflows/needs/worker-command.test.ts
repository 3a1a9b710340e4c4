import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWorkerFiles } from '../../../src/workflows/needs/worker-command.ts';
import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';
import { sdxl } from '../../support/sdxl-workflow.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const core = readCoreNodes();
const EXAMPLES = 'workflows.example';

const MANIFEST = {
  ...{ title: 'Mine', description: 'Pictures', rating: 'general', outputs: ['8'] },
  nodes: [{ type: 'prompt', key: 'text', node_ids: ['3'] }],
};

function workflow(parent: string, name: string, more: Readonly<Record<string, unknown>> = {}) {
  const path = join(parent, name);
  mkdirSync(path, { recursive: true });
  const files = { 'manifest.json': MANIFEST, 'graph.json': sdxl(), ...more };
  for (const [file, value] of Object.entries(files)) {
    writeFileSync(join(path, file), typeof value === 'string' ? value : JSON.stringify(value));
  }
  return path;
}

describe('npm run workflow -- worker', () => {
  it('writes what all workflows of a folder need, all of whose addresses are known', () => {
    const to = join(tempFolder(), 'files');
    const written = writeWorkerFiles({ folders: [EXAMPLES], to, force: false }, core);
    expect(written).toEqual({
      lines: [
        `Written: ${join(to, 'worker-comfyui.Dockerfile')}`,
        `Written: ${join(to, 'contract.Dockerfile')}`,
        ...written.lines.slice(2),
      ],
      isWhole: true,
    });
    const text = readFileSync(join(to, 'worker-comfyui.Dockerfile'), 'utf8');
    expect(text).toContain('/flux-dev, ');
    expect(text).toContain("--relative-path 'models/diffusion_models'");
  });

  it('takes the addresses that an operator wrote into needs.json', () => {
    const to = tempFolder();
    const url = 'https://example.org/mine';
    const models = [{ folder: 'checkpoints', file: 'sd_xl_base_1.0.safetensors', url }];
    const path = workflow(tempFolder(), 'mine', { 'needs.json': { models } });
    writeWorkerFiles({ folders: [path], to, force: false }, core);
    expect(readFileSync(join(to, 'worker-comfyui.Dockerfile'), 'utf8')).toContain(`--url '${url}'`);
  });

  it('names workflows that it cannot read, beside the others', () => {
    const folder = tempFolder();
    workflow(folder, 'mine');
    workflow(folder, 'no-graph', { 'graph.json': '{' });
    workflow(folder, 'no-needs', { 'needs.json': '[]' });
    const { lines, isWhole } = writeWorkerFiles(
      { folders: [folder], to: tempFolder(), force: false },
      core,
    );
    expect(isWhole).toBe(false);
    expect(lines.slice(0, 2)).toEqual([
      expect.stringMatching(/^✗ no-graph: graph\.json: is not JSON/),
      expect.stringMatching(/^✗ no-needs: needs\.json: /),
    ]);
  });

  it('says that files for several endpoints belong apart', () => {
    const folder = tempFolder();
    workflow(folder, 'mine');
    workflow(folder, 'other', { 'manifest.json': { ...MANIFEST, endpoint: 'abc123' } });
    const { lines } = writeWorkerFiles({ folders: [folder], to: tempFolder(), force: false }, core);
    expect(lines.at(-1)).toMatch(/^These workflows run at several endpoints\./);
  });

  it('writes over files only if told to, and nothing where there is no workflow', () => {
    const [to, path] = [tempFolder(), workflow(tempFolder(), 'mine')];
    writeWorkerFiles({ folders: [path], to, force: false }, core);
    expect(() => writeWorkerFiles({ folders: [path], to, force: false }, core)).toThrow(
      /already there\. Overwrite them with --force/,
    );
    expect(writeWorkerFiles({ folders: [path], to, force: true }, core).isWhole).toBe(true);
    const empty = tempFolder();
    expect(() => writeWorkerFiles({ folders: [empty], to: empty, force: false }, core)).toThrow(
      /No workflow for a worker in /,
    );
    expect(readdirSync(empty)).toEqual([]);
  });
});
