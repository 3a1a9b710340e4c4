import {
  ComponentType,
  TextInputStyle,
  type APIModalInteractionResponseCallbackData,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { picture } from '../sandbox/discord/picture.ts';
import { axeFindings } from './axe.ts';
import { standIn } from './stand-in.ts';
import { visit } from './visitor.ts';

const PHONE = { width: 360, height: 740 };
const DAYS = ['Monday', 'Tuesday', 'Friday'].map((label) => ({ label, value: label }));

const CHOICES: APIModalInteractionResponseCallbackData = {
  custom_id: 'choices',
  title: 'Some choices',
  components: [
    {
      type: ComponentType.Label,
      label: 'What to draw',
      component: {
        type: ComponentType.TextInput,
        custom_id: 'what',
        style: TextInputStyle.Paragraph,
        value: 'a fox',
      },
    },
    {
      type: ComponentType.Label,
      label: 'A day',
      component: { type: ComponentType.StringSelect, custom_id: 'day', options: DAYS },
    },
    {
      type: ComponentType.Label,
      label: 'How large',
      description: 'Large takes longer',
      component: {
        type: ComponentType.RadioGroup,
        custom_id: 'size',
        options: ['Small', 'Large'].map((label) => ({ label, value: label })),
      },
    },
    {
      type: ComponentType.Label,
      label: 'Which days',
      component: {
        type: ComponentType.CheckboxGroup,
        custom_id: 'days',
        max_values: 2,
        options: DAYS,
      },
    },
    {
      type: ComponentType.Label,
      label: 'Tell me when it is done',
      component: { type: ComponentType.Checkbox, custom_id: 'tell' },
    },
  ],
};

const UPLOAD: APIModalInteractionResponseCallbackData = {
  custom_id: 'upload',
  title: 'Some pictures',
  components: [
    {
      type: ComponentType.Label,
      label: 'Pictures',
      component: {
        type: ComponentType.FileUpload,
        custom_id: 'pictures',
        max_values: 3,
      },
    },
  ],
};

describe('a form of the bot', () => {
  it.each([
    ['on a desktop', {}],
    ['on a phone', PHONE],
  ])('is filled in and sent with every kind of choice %s', async (_, size) => {
    const visitor = await visit(size);
    const { page, person } = visitor;
    const sent: unknown[] = [];
    await standIn(visitor, async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(CHOICES);
      if (!interaction.isModalSubmit()) return;
      const { fields } = interaction;
      sent.push([
        fields.getTextInputValue('what'),
        fields.getStringSelectValues('day'),
        fields.getRadioGroup('size'),
        fields.getCheckboxGroup('days'),
        fields.getCheckbox('tell'),
      ]);
      await interaction.reply('Thanks');
    });
    await person.openCommand('draw');
    await person.write('prompt', 'a fox');
    await person.send();
    const form = page.getByRole('dialog', { name: 'Some choices' });
    await form.getByRole('button', { name: 'Submit' }).click();
    await form.getByText('Choose at least 1; you chose 0.').waitFor();
    expect(await form.getByText('Choose 1; you chose 0.').count()).toBe(2);
    expect(await axeFindings(page)).toEqual([]);

    await form.getByRole('textbox', { name: 'What to draw' }).fill('two foxes');
    await form.getByRole('combobox', { name: 'A day' }).click();
    await form.getByRole('option', { name: 'Friday' }).click();
    await form.getByRole('radio', { name: 'Large' }).check();
    const days = form.getByRole('group', { name: 'Which days' });
    for (const day of ['Monday', 'Tuesday', 'Friday']) {
      await days.getByRole('checkbox', { name: day }).check();
    }
    await form.getByText('Choose at most 2; you chose 3.').waitFor();
    await days.getByRole('checkbox', { name: 'Monday' }).uncheck();
    await form.getByRole('checkbox', { name: 'Tell me when it is done' }).check();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(
      page.viewportSize()?.width,
    );
    await form.getByRole('button', { name: 'Submit' }).click();
    await person.messages.getByText('Thanks').waitFor();
    await form.waitFor({ state: 'hidden' });
    expect(sent).toEqual([['two foxes', ['Friday'], 'Large', ['Tuesday', 'Friday'], true]]);
  });

  it('takes files that are picked, pasted and dropped, and lets them be taken out', async () => {
    const visitor = await visit();
    const { page, person } = visitor;
    const sent: unknown[] = [];
    await standIn(visitor, async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.showModal(UPLOAD);
      if (!interaction.isModalSubmit()) return;
      const files = interaction.fields.getUploadedFiles('pictures');
      sent.push(files?.map(({ name, width, height }) => [name, width, height]));
      await interaction.reply('Thanks');
    });
    await person.openCommand('draw');
    await person.write('prompt', 'a fox');
    await person.send();
    const form = page.getByRole('dialog', { name: 'Some pictures' });
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      form.getByRole('button', { name: 'Pictures' }).click(),
    ]);
    const buffer = await picture(40, 30);
    const files = ['one.png', 'two.png'].map((name) => ({ name, mimeType: 'image/png', buffer }));
    await chooser.setFiles(files);
    await form.getByText('two.png').waitFor();
    await page.evaluate(give('paste', 'three.png'));
    await form.getByText('three.png').waitFor();
    await form.getByRole('button', { name: 'Remove one.png' }).click();
    await page.evaluate(give('drop', 'four.png'));
    await form.getByText('four.png').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Submit' }).click();
    await person.messages.getByText('Thanks').waitFor();
    expect(sent).toEqual([
      [
        ['two.png', 40, 30],
        ['three.png', null, null],
        ['four.png', null, null],
      ],
    ]);
  });
});

/** Gives the page a file, which is not really a picture, as somebody pastes or drops it. */
function give(kind: 'paste' | 'drop', name: string): string {
  return `(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], '${name}', { type: 'image/png' }));
    const init = { bubbles: true, cancelable: true };
    document.querySelector('dialog').dispatchEvent(
      '${kind}' === 'paste'
        ? new ClipboardEvent('paste', { ...init, clipboardData: data })
        : new DragEvent('drop', { ...init, dataTransfer: data }),
    );
  })()`;
}
