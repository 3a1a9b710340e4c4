import { describe, expect, it } from 'vitest';
import type { OptionTable } from '../../../src/recipes/option.ts';
import { text } from '../../../src/recipes/text.ts';
import { withNotes } from '../../../src/recipes/request-notes.ts';
import { requestOf } from '../../../src/recipes/stored-request.ts';
import { detailsOf, type DetailsOf } from '../../../src/discord/cards/picture-panel.ts';
import { say } from '../../../src/say/say.ts';
import {
  sampleJob,
  sampleParams,
  wantedOf,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const params = withNotes(sampleParams({ steps: 30, cfg: 7 }), {
  preset: 'muse',
  kept: { steps: 'preset', cfg: 'default' },
});
const job = sampleJob({ state: 'completed', wanted: wantedOf(requestOf(text, params)) });

function details(parts: Partial<DetailsOf> = {}) {
  const asked = { job, recipe: text, command: 'imagine', made: [], isOwn: true, ...parts };
  const { card, line } = detailsOf(asked, say());
  return { said: (card.lines ?? []).join('\n'), text: (card.text ?? []).join('\n'), line };
}

describe('the details of a picture', () => {
  it('say of each option where it came from, to its requester', () => {
    const { said } = details();
    expect(said).toContain('**steps** 30 (preset muse)');
    expect(said).toContain('**cfg** 7 (your default)');
    expect(said).toContain('**seed** 7');
  });

  it('say of what was made from it how, and where it is', () => {
    const origin = { job: job.id, message: undefined, picture: 0 };
    const made = [
      sampleJob({ id: 'k3f9x2ac', origin: { ...origin, step: 'vary' } }),
      sampleJob({ id: 'k3f9x2ad', origin: { ...origin, step: 'relight' } }),
    ];
    const [, vary, other] = details({ made }).said.split('\n');
    expect(vary).toMatch(/^Vary · https:/);
    expect(other).toMatch(/^https:/);
  });

  it('say nothing of another member presets and defaults', () => {
    const { said } = details({ isOwn: false });
    expect(said).toContain('**steps** 30\n');
    expect(said).not.toMatch(/muse|default/);
  });

  it('have a line with every option, so that nobody has to know the defaults of others', () => {
    expect(details().text).toMatch(
      /\/imagine prompt:a lighthouse .*aspect_ratio:1:1 \(1024×1024\) count:1 steps:30 cfg:7/,
    );
  });

  it('say of a text that was emptied that the line cannot', () => {
    const emptied = { ...job.wanted, params: { ...params, negativePrompt: '' } };
    const shown = details({ job: { ...job, wanted: emptied } });
    expect(shown.text).not.toContain('negative_prompt');
    expect(shown.said).toContain("**negative_prompt** empty (can't be shown in the command)");
    expect(details().said).not.toContain("can't be shown");
  });

  it('have in it that the picture was private, or covered, so that the next one is too', () => {
    expect(details().text).not.toMatch(/private|spoiler/);
    const shown = { ...job, private: true, covered: true };
    expect(details({ job: shown }).text).toMatch(/ private:true spoiler:true\n/);
  });

  it('have in it nothing that the command has no room for, or calls something else', () => {
    const options: OptionTable = { ...text.options, private: { kind: 'boolean', default: false } };
    const shown = { ...job, private: true };
    expect(details({ job: shown, recipe: { ...text, options } }).text).not.toMatch(/private:true/);
  });

  it('say that a picture has to be attached to that line, where one went in', () => {
    const inputs = [{ option: 'image', person: false }];
    const wanted = { ...job.wanted, inputs };
    expect(details().text).toMatch(/^Send this to make it again:/);
    expect(details({ job: { ...job, wanted } }).text).toMatch(
      /^Send this with its picture attached/,
    );
  });

  it('fit into a message, whatever a workflow asks for', () => {
    const names = Array.from({ length: 25 }, (_, index) => `option${index}`);
    const options: OptionTable = Object.fromEntries(
      names.map((name) => [name, { kind: 'text', min: 0, max: 6000, default: '' }]),
    );
    const long = Object.fromEntries(names.map((name) => [name, '*_`'.repeat(2000)]));
    const wanted = { ...job.wanted, params: long };
    const shown = details({ job: { ...job, wanted }, recipe: { ...text, options } });
    expect(shown.said.length).toBeLessThanOrEqual(4096);
    expect(shown.text.length).toBeLessThanOrEqual(2000);
    expect(shown.said).toContain('more');
    expect(shown.line).toContain('option24:');
  });
});
