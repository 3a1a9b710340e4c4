import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/engines/clock.ts';
import { consent as CONSENT } from '../../src/say/en/privacy.ts';
import { Loopback } from '../../packages/stand-ins/loopback.ts';
import { photo } from './photo.ts';
import { visit } from './visitor.ts';

const PROMPT = 'portrait of a gardener';

describe('the page', () => {
  it('asks nobody but its own server and Discord’s CDN here, through a whole job with a face', async () => {
    const { person, playground, page, asked } = await visit();
    await person.openCommand('imagine');
    await person.write('prompt', PROMPT);
    await person.chooseFile('face', await photo());
    await person.send();
    await page.getByRole('button', { name: CONSENT.face.wording }).click();
    await person.picture(PROMPT).click();
    await page.getByRole('dialog').getByRole('img').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'holiday' }).click();
    await person.openCommand('jobs');
    await person.send();
    const pages = page.context().pages().length;
    await page.getByRole('link', { name: '#general › message' }).click();
    await page.getByRole('heading', { name: 'general' }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.innerText')).toContain(PROMPT);
    expect(page.context().pages()).toHaveLength(pages);

    const own = [playground.url, playground.url.replace('http:', 'ws:'), playground.discord.cdnUrl];
    const origins = new Set(
      asked.filter((address) => !/^(data|blob):/.test(address)).map((url) => new URL(url).origin),
    );
    expect([...origins].toSorted()).toEqual(own.toSorted());
    for (const origin of origins) expect(new URL(origin).hostname).toBe('127.0.0.1');
  });

  it('has a policy that lets no script in, and no word out', async () => {
    const { playground, page, complaints } = await visit();
    const elsewhere = new Loopback(systemClock);
    await elsewhere.listen();
    onTestFinished(() => elsewhere.close());
    const response = await page.goto(playground.url);
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");

    await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.append('window.ran = true');
      document.head.append(script);
    })()`);
    const outcome = await page.evaluate<string>(
      `fetch('${elsewhere.url}').then(() => 'sent', (error) => error.message)`,
    );
    await page.evaluate(`new Promise((resolve) => {
      const picture = new Image();
      picture.onerror = resolve;
      picture.src = '${elsewhere.url}/picture.png';
    })`);

    expect(outcome).toBe('Failed to fetch');
    expect(await page.evaluate('window.ran')).toBeUndefined();
    expect(elsewhere.requests).toEqual([]);
    const refused = complaints.splice(0);
    expect(refused).toContainEqual(expect.stringContaining('TrustedScript'));
    expect(refused).toContainEqual(expect.stringContaining('connect-src'));
    expect(refused).toContainEqual(expect.stringContaining('img-src'));
  });
});
