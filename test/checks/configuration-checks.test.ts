import { expect, it } from 'vitest';
import { configurationChecks } from '../../src/checks/configuration-checks.ts';
import { parseConfig } from '../../src/config/config.ts';

const REQUIRED = { DISCORD_TOKEN: 'token', RUNPOD_API_KEY: 'key', RUNPOD_ENDPOINT_ID: 'abc123' };

/** What is said of the configuration, by what it is about. */
function about(env: Readonly<Record<string, string>>): string[] {
  const findings = configurationChecks(parseConfig({ ...REQUIRED, ...env }));
  return [...findings].map((finding) => finding.about);
}

it('notes a port for webhooks to which no address leads', () => {
  expect(about({ HTTP_PORT: '8080' })).toEqual(['Configuration', 'HTTP_PORT']);
  expect(about({ HTTP_PORT: '8080', PUBLIC_URL: 'https://bot.example' })).toEqual([
    'Configuration',
  ]);
});
