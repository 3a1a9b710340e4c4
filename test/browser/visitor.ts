import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import {
  EXAMPLES,
  startPlayground,
  type Playground,
  type PlaygroundPace,
} from '../../packages/stand-ins/playground/playground.ts';
import { Person } from './person.ts';

/** So quick that nobody waits. */
const QUICK: PlaygroundPace = { coldStartMs: 100, stepMs: 10, slowStepMs: 10 };

/** Slow enough that each state of a job is seen on its way. */
export const UNHURRIED: PlaygroundPace = { coldStartMs: 1_000, stepMs: 60, slowStepMs: 60 };

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // As root, which containers often are, Chromium does not start otherwise.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Somebody who has the playground open in Chromium. */
export interface Visitor {
  readonly playground: Playground;
  readonly page: Page;
  readonly person: Person;
  /** Every address that the page asked for. */
  readonly asked: readonly string[];
  /** What the browser has logged as an error. Whoever expects some takes it out. */
  readonly complaints: string[];
}

/**
 * A playground and a browser of this test's own, with the bot connected. At the end nothing may
 * have been logged as an error or been blocked by the page's policy.
 */
export async function visit({
  width = 1400,
  height = 900,
  pace = QUICK,
  workflows = EXAMPLES,
  previews = false,
  opening = false,
}: {
  width?: number;
  height?: number;
  pace?: PlaygroundPace;
  workflows?: string;
  previews?: boolean;
  opening?: boolean;
} = {}): Promise<Visitor> {
  const playground = await startPlayground({ pace, workflows, previews, opening });
  onTestFinished(() => playground.close());
  const context = await openBrowser({ width, height });
  // A busy machine takes its time, to start the bot above all.
  context.setDefaultTimeout(120_000);
  const page = context.pages()[0] ?? (await context.newPage());
  const asked: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  onTestFinished(() => {
    expect(complaints).toEqual([]);
  });
  onTestFinished(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    console.error(`What ${task.name} saw last:\n${await page.locator('body').ariaSnapshot()}`);
  });
  await page.goto(playground.url);
  // On a narrow screen it stands behind the channel.
  await page.getByText('The bot is connected.').waitFor({ state: 'attached' });
  return { playground, page, person: new Person(page), asked, complaints };
}

async function openBrowser(viewport: { width: number; height: number }): Promise<BrowserContext> {
  const profile = await mkdtemp(join(tmpdir(), 'darkroom-chromium-'));
  onTestFinished(() => rm(profile, { recursive: true, force: true }));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: inject('chromium'),
    args: FLAGS,
    viewport,
    locale: 'en-GB',
  });
  onTestFinished(() => context.close());
  return context;
}
