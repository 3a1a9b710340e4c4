import { InteractionType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { ModalFields } from '../../../packages/stand-ins/discord/modal-form.ts';
import { picture } from './picture.ts';
import { received, startBoth } from './bot.ts';

const OPTIONS = ['red', 'green', 'blue'].map((value) => ({ label: value, value }));
const TEXT = { type: 4, custom_id: 'why', style: 1, required: false };
const SELECT = { type: 3, custom_id: 'colour', options: OPTIONS };
const RADIO = { type: 21, custom_id: 'one', options: OPTIONS, required: false };
const BOXES = { type: 22, custom_id: 'some', options: OPTIONS, required: false };
const TICK = { type: 23, custom_id: 'sure' };
const FILES = { type: 19, custom_id: 'files', max_values: 2, file_types: ['image'] };

function label(component: object) {
  return { type: 18, label: 'Label', component };
}

function modal(...components: object[]) {
  return { type: 9, data: { custom_id: 'm', title: 'Hello', components } };
}

/** A modal with these components, open for Ada, and how she sends it. */
async function opened(...components: object[]) {
  const both = await startBoth();
  const { sandbox, answer, draw } = both;
  const interaction = await draw();
  await answer(interaction, modal(...components));
  const by = sandbox.world.people.ada;
  const submit = (fields: ModalFields) => sandbox.submitModal({ by, interaction, fields });
  return { ...both, submit };
}

describe('a modal', () => {
  it('is sent as Discord sends each kind of field', async () => {
    const { submit } = await opened(...[TEXT, SELECT, RADIO, BOXES, TICK].map(label));
    const sent = await submit({
      why: 'so',
      colour: ['red'],
      one: 'blue',
      some: ['red', 'green'],
      sure: true,
    });
    expect(sent.payload.data).toEqual({
      custom_id: 'm',
      components: [
        { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'why', value: 'so' } },
        { type: 18, id: 3, component: { type: 3, id: 4, custom_id: 'colour', values: ['red'] } },
        { type: 18, id: 5, component: { type: 21, id: 6, custom_id: 'one', value: 'blue' } },
        {
          type: 18,
          id: 7,
          component: { type: 22, id: 8, custom_id: 'some', values: ['red', 'green'] },
        },
        { type: 18, id: 9, component: { type: 23, id: 10, custom_id: 'sure', value: true } },
      ],
    });
  });

  it('brings files that lie on the CDN, with the size of a picture', async () => {
    const { submit, client } = await opened(label(FILES));
    const seen = received(client);
    const bytes = await picture(30, 20);
    const sent = await submit({ files: [{ name: 'my fox.png', bytes }] });
    const { payload } = sent;
    if (payload.type !== InteractionType.ModalSubmit) throw new Error('that was no modal');
    const [file] = Object.values(payload.data.resolved?.attachments ?? {});
    expect(file).toMatchObject({
      filename: 'my_fox.png',
      content_type: 'image/png',
      size: bytes.length,
      width: 30,
      height: 20,
      ephemeral: true,
    });
    const uploaded = { type: 19, values: [file?.id] };
    expect(payload.data).toMatchObject({ components: [{ component: uploaded }] });
    const served = await fetch(file?.url ?? '');
    expect(Buffer.from(await served.arrayBuffer())).toEqual(bytes);
    await expect.poll(() => seen.length).toBe(1);
  });

  it('is understood by discord.js', async () => {
    const { submit, client } = await opened(...[SELECT, RADIO, BOXES, TICK, FILES].map(label));
    const heard: unknown[] = [];
    client.on('interactionCreate', (one) => {
      if (!one.isModalSubmit()) return;
      const { fields } = one;
      heard.push(
        fields.getStringSelectValues('colour'),
        fields.getRadioGroup('one'),
        fields.getCheckboxGroup('some'),
        fields.getCheckbox('sure'),
        fields.getUploadedFiles('files')?.map(({ name }) => name),
      );
    });
    await submit({
      colour: ['red'],
      one: 'blue',
      some: ['green'],
      files: [{ name: 'a.png', bytes: Buffer.from('x') }],
    });
    await expect.poll(() => heard).toEqual([['red'], 'blue', ['green'], false, ['a.png']]);
  });
});
