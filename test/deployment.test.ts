import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { variables } from '../src/config/variables.ts';
import { REQUIRED_NODE } from '../src/required-node.ts';
import { isThere, readText } from './docs/pages.ts';

const { scripts, dependencies } = z
  .object({
    scripts: z.object({ start: z.string() }),
    dependencies: z.object({ node: z.string() }),
  })
  .parse(JSON.parse(readText('package.json')));

/** Lines that end in a backslash go on with the next one. */
const dockerfile = readText('Dockerfile').replaceAll(/\\\n\s*/g, '');
const compose = readText('compose.yaml');
const unit = readText('deploy/darkroom.service');
const ignored = readText('Dockerfile.dockerignore');

/** Of others, and read by no code of the bot's. */
const FOREIGN = new Set(['SQLITE_TMPDIR', 'NPM_CONFIG_UPDATE_NOTIFIER', 'NPM_CONFIG_LOGS_MAX']);

const words = z.array(z.string());

/** What stands behind a word of the Dockerfile's, in each line that begins with it. */
const instructions = (name: string): string[] =>
  [...dockerfile.matchAll(new RegExp(`^${name} +(.+)$`, 'gm'))].map(([, rest = '']) => rest);

/** The name and value of everything that a text sets. */
const settings = (text: string, pattern: RegExp): [string, string][] =>
  [...text.matchAll(pattern)].map(([, name = '', value = '']) => [name, value]);

const env = Object.fromEntries(settings(instructions('ENV').join(' '), /(\w+)=(\S+)/g));
const composed = Object.fromEntries(settings(compose, /^ {6}([A-Z_]+): '?([^'\n]+)'?$/gm));

describe('the Dockerfile', () => {
  it('has the Node that npm brings, which is one that the bot can run on', () => {
    const [, version = ''] = /^ARG NODE_IMAGE=node:([\d.]+)-\w+-slim$/m.exec(dockerfile) ?? [];
    expect(version).toBe(dependencies.node);
    expect(version.localeCompare(REQUIRED_NODE, 'en', { numeric: true })).toBeGreaterThan(0);
    expect(new Set(instructions('FROM'))).toEqual(
      new Set(['${NODE_IMAGE} AS build', '${NODE_IMAGE}']),
    );
  });

  it('starts what npm start does', () => {
    const [command = ''] = instructions('CMD');
    expect(words.parse(JSON.parse(command)).join(' ')).toBe(scripts.start);
  });

  it('copies what is there, and what its build is given', () => {
    const copied = instructions('COPY').filter((rest) => !rest.startsWith('--from'));
    const files = copied.flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(files.filter((file) => !isThere(file))).toEqual([]);
    const given = [...ignored.matchAll(/^!(.+)$/gm)].map(([, file]) => file);
    expect(given.toSorted()).toEqual(files.toSorted());
    expect(ignored).toMatch(/^\*$/m);
  });

  it('sets what the bot reads', () => {
    const set = Object.keys(env).filter((name) => !FOREIGN.has(name));
    expect(set).toContain('DATABASE_PATH');
    expect(set.filter((name) => !(name in variables.shape))).toEqual([]);
  });

  it('asks where the bot answers whether it is well', () => {
    const [check = ''] = instructions('HEALTHCHECK');
    const command = words.parse(JSON.parse(check.slice(check.indexOf('CMD ') + 4)));
    expect(command.slice(0, 2)).toEqual(['node', '--eval']);
    expect(command[2]).toContain(
      "fetch('http://127.0.0.1:' + process.env.METRICS_PORT + '/healthz')",
    );
  });

  it('lets whoever runs the bot read all of it, with whatever rights it was copied', () => {
    expect(instructions('RUN').at(1)).toMatch(/^npm run build$/);
    expect(instructions('RUN').at(2)).toMatch(/&& chmod -R a\+rX \.$/);
  });

  it('runs the bot as somebody who is not root', () => {
    expect(instructions('USER')).toEqual(['node']);
  });
});

describe('compose.yaml', () => {
  it('sets what the bot reads, and over .env all that the image does', () => {
    expect(Object.keys(composed).filter((name) => !(name in variables.shape))).toEqual([]);
    const ofImage = Object.entries(env).filter(([name]) => !FOREIGN.has(name));
    expect(composed).toMatchObject(Object.fromEntries(ofImage));
  });

  it('has the file of Prometheus, which asks the port that is set', () => {
    expect(compose).toContain('--config.file=/etc/darkroom/prometheus.yml');
    expect(compose).toContain('- ./deploy:/etc/darkroom:ro');
    const targets = /targets: (.+)$/m.exec(readText('deploy/prometheus.yml'))?.[1];
    expect(targets).toBe(`['bot:${env.METRICS_PORT ?? ''}']`);
  });

  it('publishes nothing but on this machine', () => {
    const published = [...compose.matchAll(/^ *ports: \[(.+)\]$/gm)].map(([, port]) => port);
    expect(published).toHaveLength(2);
    expect(published.filter((port) => !port?.startsWith("'127.0.0.1:"))).toEqual([]);
  });

  it('publishes HTTP_PORT, and where that is empty takes no port that may be another program’s', () => {
    const [, spec = ''] = /^ *ports: \['([^']*HTTP_PORT[^']*)'\]$/m.exec(compose) ?? [];
    const filledIn = (value: string) =>
      spec.replaceAll(/\$\{HTTP_PORT:-(\d*)\}/g, (_, otherwise: string) => value || otherwise);
    expect(filledIn('9000')).toBe('127.0.0.1:9000:9000');
    // Docker chooses one where none stands between the colons.
    expect(filledIn('')).toBe('127.0.0.1::8080');
  });

  it('leaves the bot more time to stop than it takes', () => {
    expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThan(8);
  });
});

describe('compose.several.yaml', () => {
  const several = readText('compose.several.yaml');
  const set = settings(several, /^ {6}([A-Z_]+): '?([^'\n]+)'?$/gm).filter(
    ([name]) => !name.startsWith('POSTGRES_') && name !== 'BOT_HOST',
  );

  it('sets what the bot reads, for several processes on PostgreSQL', () => {
    expect(set.filter(([name]) => !(name in variables.shape))).toEqual([]);
    expect(Object.fromEntries(set)).toMatchObject({ HTTP_PORT: '8080', METRICS_PORT: '9464' });
    expect(several).toContain('<<: *bot');
  });

  it('has a proxy that asks whether each is ready, where they answer', () => {
    const caddy = readText('deploy/Caddyfile');
    const bots = [...several.matchAll(/^ {2}(bot\d?):/gm)].map(([, name]) => name);
    expect(bots).toHaveLength(2);
    expect(caddy).toContain(`reverse_proxy ${bots.map((name) => `${name}:8080`).join(' ')} {`);
    expect(caddy).toContain('path /runpod/* /interactions\n');
    expect(caddy).toContain('health_uri /readyz\n\t\t\thealth_port 9464\n');
    expect(several).toContain('- ./deploy/Caddyfile:/etc/caddy/Caddyfile:ro');
  });

  it('leaves the bot more time to stop than it takes', () => {
    expect(Number(/stop_grace_period: (\d+)s/.exec(several)?.[1])).toBeGreaterThan(28);
  });
});

describe('the systemd unit', () => {
  const values = settings(unit, /^(\w+)=(.*)$/gm);
  const of = (name: string) => values.find(([key]) => key === name)?.[1] ?? '';

  it('is made of sections, settings and comments', () => {
    const odd = unit.split('\n').filter((line) => !/^(\[\w+\]|[A-Z]\w+=.*|#.*|)$/.test(line));
    expect(odd).toEqual([]);
    expect([...unit.matchAll(/^\[(\w+)\]$/gm)].map(([, name]) => name)).toEqual([
      'Unit',
      'Service',
      'Install',
    ]);
  });

  it('starts what npm start does, by the Node that npm ci brings', () => {
    expect(of('ExecStart')).toBe(
      scripts.start.replace(/^node /, `${of('WorkingDirectory')}/node_modules/node/bin/node `),
    );
  });

  it('leaves the bot more time to stop than it takes', () => {
    expect(Number(of('TimeoutStopSec'))).toBeGreaterThan(28);
  });
});
