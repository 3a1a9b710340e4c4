import type { TestProject } from 'vitest/node';
import { PostgresServer } from '../support/postgres-server.ts';

/** Starts a server for the databases of a whole run. Each bot has 18 connections, each stage one. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await PostgresServer.create(['max_connections=600']);
  project.provide('crashServer', server.url);
  return () => server.close();
}
