import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, it } from 'vitest';
import { DemoRun } from './demo-run.ts';

// Each run waits most of its time, as a person would; side by side they take no longer than one.
describe.concurrent('the demo', () => {
  it('plays the scene: a picture, one with a face after consent, and a cancelled one', async ({
    expect,
    onTestFinished,
  }) => {
    const demo = new DemoRun();
    onTestFinished(() => {
      demo.remove();
    });
    expect(await demo.run([]), demo.output).toBe(0);
    expect(demo.output).toMatch(/Saved demo-pictures\/ada-.*\(1344×768/);
    expect(demo.output).toMatch(/Ben presses \[ I am this person, or have their permission \]/);
    expect(demo.output).toMatch(/Saved demo-pictures\/ben-.*\(1024×1024/);
    expect(demo.output).toMatch(/Cancelled by @Cleo after \d+ s\./);
    expect(demo.output).toContain('a stand-in drew them, no model did');
    expect(demo.pictures()).toEqual([
      expect.stringMatching(/^ada-.*\.png$/),
      expect.stringMatching(/^ben-.*\.png$/),
    ]);
    expect(demo.leftovers()).toEqual([]);
  });

  it('makes just the picture that is asked for, whatever a .env file there says', async ({
    expect,
    onTestFinished,
  }) => {
    const demo = new DemoRun();
    onTestFinished(() => {
      demo.remove();
    });
    writeFileSync(
      join(demo.folder, '.env'),
      'DISCORD_TOKEN=another\nRUNPOD_API_URL=https://example.invalid\nJOB_TIMEOUT_MS=nonsense\n',
    );
    expect(await demo.run(['--prompt', 'a lighthouse at dusk']), demo.output).toBe(0);
    const [name = '', ...more] = demo.pictures();
    expect(more).toEqual([]);
    expect(name).toMatch(/^ada-a-lighthouse-at-dusk-.*\.png$/);
    expect(demo.output).toContain(join('demo-pictures', name));
    const picture = readFileSync(join(demo.folder, 'demo-pictures', name));
    const { width, height } = await sharp(picture).metadata();
    expect([width, height]).toEqual([1024, 1024]);
  });

  it("shows why no picture came, and the bot's last log lines", async ({
    expect,
    onTestFinished,
  }) => {
    const demo = new DemoRun();
    onTestFinished(() => {
      demo.remove();
    });
    const file = join(demo.folder, 'face.png');
    writeFileSync(file, 'these are words');
    expect(await demo.run(['--prompt', 'me', '--face', file]), demo.output).toBe(1);
    expect(demo.output).toContain("I can't read that file as a picture.");
    expect(demo.output).toContain("No picture came of Ada's request.");
    expect(demo.output).toMatch(/last log lines:\n.*"level"/);
  });

  it('ends the bot and leaves nothing behind on Ctrl-C, pressed once or more often', async ({
    expect,
    onTestFinished,
  }) => {
    const demo = new DemoRun();
    onTestFinished(() => {
      demo.remove();
    });
    const code = await demo.run([], () => {
      if (demo.output.includes('The bot is connected.')) demo.interrupt();
    });
    expect(code, demo.output).toBe(130);
    expect(demo.leftovers()).toEqual([]);
  });

  it('refuses an option that it does not know', async ({ expect, onTestFinished }) => {
    const demo = new DemoRun();
    onTestFinished(() => {
      demo.remove();
    });
    expect(await demo.run(['--fast'])).toBe(2);
    expect(demo.output).toBe("Unknown option '--fast': see npm run demo -- --help.\n");
  });
});
