import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readApiGraph, isLink, type ApiGraph } from '../../src/workflows/api-graph.ts';
import { type Manifest, readManifest } from '../../src/workflows/manifest.ts';
import { madeOf } from '../../src/workflows/output-nodes.ts';
import { whatStays } from '../../src/workflows/draft/added-report.ts';
import { node, sampler, sdxl, type Nodes } from '../support/sdxl-workflow.ts';
import { drafted } from './draft/draft.ts';

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

function stays(file: object): readonly string[] {
  const { manifest, changed = file } = drafted(file);
  return whatStays(graphOf(changed), asRead(manifest));
}

function asRead(manifest: object): Manifest {
  const read = readManifest(manifest);
  if ('problems' in read) throw new Error('no manifest');
  return read.manifest;
}

function graphOf(file: unknown): ApiGraph {
  const read = readApiGraph(file);
  if ('problems' in read) throw new Error('no graph');
  return read.graph;
}

describe('what stays as it was exported', () => {
  it('is every value that nobody may set, whatever its input is called', () => {
    const changes: Nodes = {
      '8': node('SaveImage', { images: ['20', 0], filename_prefix: 'a' }),
      '20': node('Make It Better', {
        image: ['7', 0],
        rand_seed: 5,
        返回: '开启',
        look: ['21', 0],
      }),
      '21': node('A Look', { value: { on: true, of: 'noir' }, size: null }),
    };
    expect(stays(sdxl(changes)).slice(-3)).toEqual([
      '8 (SaveImage): filename_prefix "a"',
      '20 (Make It Better): rand_seed 5, 返回 "开启"',
      '21 (A Look): value {"on":true,"of":"noir"}, size null',
    ]);
  });

  it('is cut where it is long', () => {
    const changes: Nodes = { '6': sampler({ more: 'x'.repeat(5_000) }) };
    expect(stays(sdxl(changes)).join('\n')).toMatch(/, more "x{58}…$/m);
  });

  it('is not what no output is made from', () => {
    expect(stays(sdxl({ '20': node('Aside', { value: 1 }) })).join()).not.toContain('Aside');
  });

  it.each(readdirSync(fixtures).filter((name) => !name.includes('.app.')))(
    'leaves no value out: %s',
    (name) => {
      const file = JSON.parse(readFileSync(`${fixtures}/${name}`, 'utf8')) as object;
      const { manifest, changed = file } = drafted(file);
      const graph = graphOf(changed);
      const lines = whatStays(graph, asRead(manifest));
      const outputs = z.array(z.string()).parse(manifest.outputs);
      for (const id of madeOf(graph, outputs)) {
        const { class_type: className = '', inputs = {} } = graph[id] ?? {};
        const line = lines.find((one) => one.startsWith(`${id} (${className}): `)) ?? '';
        const entries = manifest.nodes.filter(
          ({ node_ids: ids, ...more }) =>
            ids?.includes(id) ?? JSON.stringify(more).includes(`"${id}":{`),
        );
        for (const [input, value] of Object.entries(inputs)) {
          if (isLink(value)) continue;
          const isSet = entries.some((one) => JSON.stringify(one).includes(`"${input}"`));
          const isShape = /^(?:width|height)$/.test(input) && entries.length > 0;
          expect([isSet || isShape, line.includes(`${input} `)]).toContain(true);
        }
      }
    },
  );
});
