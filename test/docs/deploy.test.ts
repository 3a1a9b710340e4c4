import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { imagine, openStudio, shown } from '../support/imagine.ts';
import { codeIn } from './markdown.ts';
import { readText, tableUnder } from './pages.ts';

const page = readText('docs/deploy.md');
const unit = readText('deploy/darkroom.service');

/** The lock is the operating system's; markers lie elsewhere, but for a studio's, and each machine has its own. */
const STAYS = /\.lock(-journal)?$|^markers$/;

describe('docs/deploy.md', () => {
  it('names everything that lies beside the database as what goes to another machine', async () => {
    const studio = await openStudio();
    await imagine(studio);
    await studio.discord.waitFor(shown);
    const there = readdirSync(studio.folder).filter((name) => !STAYS.test(name));
    expect(there).toContain('darkroom.sqlite.files');
    const rows = tableUnder('Moving to another machine', 'docs/deploy.md').rows;
    const named = rows.flatMap(([what = '']) => codeIn(what)).map((name) => name.replace('/', ''));
    const all = named.flatMap((name) => [name, `darkroom.sqlite${name}`]);
    expect(there.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('has the folders and the user of the systemd unit', () => {
    const of = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(unit)?.[1] ?? '';
    const [state = '', markers = ''] = of('StateDirectory').split(' ');
    expect(of('Environment')).toBe(`DATABASE_MARKER_DIR=/var/lib/${markers}`);
    expect(page).toContain(`git clone REPOSITORY ${of('WorkingDirectory')}\n`);
    expect(page).toContain(`--home-dir /var/lib/${state} `);
    expect(page).toContain(`DATABASE_PATH=/var/lib/${state}/data/darkroom.sqlite`);
    expect(page).toMatch(new RegExp(`^useradd .+ ${of('User')}$`, 'm'));
  });

  it('names no part of compose.yaml that is not there', () => {
    const services = [...readText('compose.yaml').matchAll(/^ {2}(\w+):$/gm)].map(
      ([, name]) => name,
    );
    const used = [...page.matchAll(/docker compose (?:exec|run --rm|logs -f|stop)(?: -T)? (\w+)/g)];
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter(([, name]) => !services.includes(name))).toEqual([]);
  });
});
