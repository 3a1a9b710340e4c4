import { describe, expect, it } from 'vitest';
import { mentionsIn } from '../../../src/workflows/sources/workflow-source.ts';

const loader = (properties: object, type = 'UNETLoader') => ({ id: 1, type, properties });

describe('what a workflow of the editor says of its needs', () => {
  it('has a SHA-256 of a model, and no other checksum', () => {
    const hash = 'AB'.repeat(32);
    const flux = { name: 'flux.safetensors', directory: 'diffusion_models' };
    const shaOf = (more: object) =>
      mentionsIn({ nodes: [loader({ models: [{ ...flux, ...more }] })] }).models;
    const sha256 = hash.toLowerCase();
    expect(shaOf({ hash, hash_type: 'SHA256' })).toEqual([{ ...flux, sha256 }]);
    expect(shaOf({ hash, hash_type: 'MD5' })).toEqual([flux]);
    expect(shaOf({ hash: `${hash} && x`, hash_type: 'SHA256' })).toEqual([flux]);
  });

  it('has the models of its nodes and of the whole, each once', () => {
    const flux = { name: 'flux.safetensors', directory: 'diffusion_models', url: 'https://a/flux' };
    const file = {
      models: [{ name: 'vae.safetensors', directory: 'vae' }],
      nodes: [loader({ models: [flux, { ...flux, hash: 'x' }] })],
      definitions: { subgraphs: [{ id: 's', nodes: [loader({ models: [flux] })] }] },
    };
    expect(mentionsIn(file).models).toEqual([{ name: 'vae.safetensors', directory: 'vae' }, flux]);
  });

  it('has the packs by class, those of group nodes too', () => {
    const file = {
      nodes: [
        loader({ cnr_id: 'comfy-core', ver: '0.3.40' }),
        loader({ aux_id: 'someone/Nodes', ver: 7 }, 'Mine'),
        loader({}, 'Unknown'),
      ],
      extra: { groupNodes: { g: { nodes: [loader({ cnr_id: 'pack' }, 'Inner')] } } },
    };
    expect(Object.fromEntries(mentionsIn(file).packs)).toEqual({
      UNETLoader: { id: 'comfy-core', version: '0.3.40' },
      Mine: { repository: 'someone/Nodes' },
      Inner: { id: 'pack' },
    });
  });

  it("has the author's notes", () => {
    const note = (type: string, text: unknown) => ({ id: 2, type, widgets_values: [text] });
    const file = {
      nodes: [note('Note', 'a'), note('MarkdownNote', '[b](https://b)'), note('Note', 3)],
    };
    expect(mentionsIn(file).texts).toEqual(['a', '[b](https://b)']);
  });

  it.each([undefined, null, [], 'x', { nodes: 3 }, { nodes: [null, 3, { properties: [] }] }])(
    'has nothing of %j',
    (file) => {
      expect(mentionsIn(file)).toEqual({ models: [], packs: new Map(), texts: [] });
    },
  );
});
