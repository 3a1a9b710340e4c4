import type { Locator, Page } from 'playwright-core';

/** A file as somebody chooses it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** What stands behind the scenes and is closed at first. */
const DETAILS = ['Its last log lines', 'Its row in the job log', 'The graph that RunPod was sent'];

/** What a person sees of the page and does with it, by roles and names alone. */
export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Where a message is written. */
  get messageBox(): Locator {
    return this.page.getByRole('combobox', { name: /^Message / });
  }

  /** The command that is being filled in. */
  get form(): Locator {
    return this.page.getByRole('form', { name: /^\// });
  }

  /** The bot's messages, oldest first. */
  get messages(): Locator {
    return this.page.getByRole('article', { name: /Darkroom/ });
  }

  /** Those of them that everybody sees. */
  get publicMessages(): Locator {
    return this.messages.filter({ hasNotText: 'Only you can see this' });
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Behind the scenes' });
  }

  /** The oldest message of the bot with these words; answers to clicks on it quote them. */
  message(words: string): Locator {
    return this.messages.filter({ hasText: words }).first();
  }

  /** The picture that was made of a prompt, in its message. */
  picture(prompt: string): Locator {
    return this.page.getByRole('article').getByRole('img', { name: prompt });
  }

  /** A field of the command that is being filled in. */
  field(option: string): Locator {
    const name = new RegExp(`^${option}\\b`);
    return this.form.getByRole('textbox', { name }).or(this.form.getByRole('combobox', { name }));
  }

  /** The button of an option that takes a file: with the name of the one that was chosen, once it was. */
  fileButton(option: string, fileName: string | RegExp): Locator {
    return this.form
      .getByRole('button', { name: new RegExp(`^${option}\\b`) })
      .filter({ hasText: fileName });
  }

  /** Acts as somebody else from now on. */
  async become(name: 'Ada' | 'Ben' | 'Cleo'): Promise<void> {
    await this.page.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
  }

  /** Opens a channel of the list. */
  async goTo(channel: string): Promise<void> {
    const channels = this.page.getByRole('navigation', { name: 'Channels' });
    await channels.getByRole('button', { name: new RegExp(`^${channel}`) }).click();
  }

  /** Picks a command from the list that opens after a slash. */
  async openCommand(label: string): Promise<void> {
    await this.messageBox.click();
    await this.page.keyboard.type(`/${label}`);
    // Others may begin with the same words.
    await this.page.getByRole('option', { name: new RegExp(`^/${label}(?![\\w-])`) }).click();
    await this.page.getByRole('form', { name: `/${label}`, exact: true }).waitFor();
  }

  /** Opens an option that the command does not show at first. */
  async addOption(option: string): Promise<void> {
    await this.form.getByRole('combobox', { name: /^Add an option/ }).click();
    await this.page.keyboard.type(option);
    await this.page.keyboard.press('Enter');
  }

  /** Writes into an option, and opens it first where it is not open. */
  async write(option: string, text: string): Promise<void> {
    await this.#open(option);
    await this.field(option).fill(text);
  }

  /** Picks from an option's list. */
  async pick(option: string, choice: string): Promise<void> {
    await this.#open(option);
    await this.field(option).click();
    await this.page.getByRole('option', { name: choice }).click();
  }

  /** Chooses a file by the option's button. */
  async chooseFile(option: string, file: ChosenFile): Promise<void> {
    const button = this.fileButton(option, 'Choose a file');
    if ((await button.count()) === 0) await this.addOption(option);
    const [dialog] = await Promise.all([this.page.waitForEvent('filechooser'), button.click()]);
    await dialog.setFiles(file);
  }

  async send(): Promise<void> {
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  /** Asks for a picture, in the default way but for what is given. */
  async imagine(prompt: string): Promise<void> {
    await this.openCommand('imagine');
    await this.write('prompt', prompt);
    await this.send();
  }

  /** Makes the GPU behave so, in the words of the list. */
  async setGpu(words: string): Promise<void> {
    await this.panel.getByRole('combobox', { name: 'The GPU is' }).selectOption(words);
  }

  /** Opens all that can be opened behind the scenes. There has to be a job. */
  async openDetails(): Promise<void> {
    for (const words of DETAILS) await this.panel.getByText(words, { exact: true }).click();
  }

  async #open(option: string): Promise<void> {
    if ((await this.field(option).count()) === 0) await this.addOption(option);
  }
}
