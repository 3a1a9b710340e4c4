import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWebhooks, webhooksSoFar } from '../../src/bot/open-http.ts';
import { DatabaseError } from '../../src/store/database-files.ts';
import { tempFolder } from '../support/temp-folder.ts';

const about = { id: 'k3f9x2ab', attempt: 1 };

it('makes no key for whoever only looks, and has the same addresses once there is one', () => {
  const folder = tempFolder();
  const config = { publicUrl: 'https://bot.example', databasePath: join(folder, 'a.sqlite') };
  expect(webhooksSoFar(config)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
  const address = openWebhooks(config)?.of(about);
  expect(address).toMatch(/^https:\/\/bot\.example\/runpod\/k3f9x2ab\/1\//);
  expect(webhooksSoFar(config)?.of(about)).toBe(address);
});

it('says so where the key cannot be used', () => {
  const databasePath = join(tempFolder(), 'a.sqlite');
  writeFileSync(`${databasePath}.key`, 'too short');
  const config = { publicUrl: 'https://bot.example', databasePath };
  expect(() => webhooksSoFar(config)).toThrow(DatabaseError);
});
