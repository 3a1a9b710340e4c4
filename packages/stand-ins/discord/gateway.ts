import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GatewayCloseCodes, GatewayOpcodes, type APIUser } from 'discord.js';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { Listeners } from '../listeners.ts';
import { readFrame } from './gateway-frame.ts';
import type { SessionStarts, Sharding } from './session-starts.ts';
import { shardOf, type Shard } from './shard-of.ts';

const HEARTBEAT_MS = 41_250;

/** How many events a session keeps for a bot that resumes it. */
const KEPT_EVENTS = 1000;

interface Session {
  readonly id: string;
  readonly shard: Shard;
  /** Absent while the bot is away. */
  socket: WebSocket | undefined;
  sequence: number;
  /** The last events, to be sent again on RESUME. */
  readonly events: { readonly s: number; readonly frame: string }[];
}

/** What the gateway needs to greet a bot. */
export interface GatewayIdentity {
  readonly token: string;
  readonly bot: APIUser;
  readonly applicationId: string;
  readonly guildId: string;
}

/** Discord's gateway on the REST server's port, with sessions that can be resumed. */
export class Gateway {
  /** How often a bot has started a session, and how often it has resumed one. */
  identified = 0;
  resumed = 0;
  sharding: Sharding = { shards: 1, maxConcurrency: 1 };
  /** Whether each session is over as soon as it is READY: op 9, not to be resumed. */
  losesSessions = false;
  readonly starts: SessionStarts;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #sessions = new Map<string, Session>();
  readonly #identity: GatewayIdentity;
  readonly #url: () => string;
  readonly #refusals: number[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #listeners = new Listeners<void>();

  /** `url` is the address that READY gives for resuming. */
  constructor(
    server: Server,
    url: () => string,
    { starts, ...identity }: GatewayIdentity & { readonly starts: SessionStarts },
  ) {
    this.starts = starts;
    this.#identity = identity;
    this.#url = url;
    server.on('upgrade', (request, socket: Duplex, head) => {
      this.#sockets.handleUpgrade(request, socket, head, (connection) => {
        this.#greet(connection);
      });
    });
  }

  /** How many connections of bots are ready: one for each shard. */
  get connections(): number {
    return [...this.#sessions.values()].filter(({ socket }) => socket).length;
  }

  /** Resolves once a bot is connected and ready. */
  async connected(): Promise<void> {
    if (this.connections > 0) return;
    await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Calls the listener whenever a bot has come or gone. Returns what stops that. */
  onConnections(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /**
   * Sends an event to every session whose shard hears of it; one whose bot is away gets it
   * when it resumes.
   */
  dispatch(event: string, data: unknown): void {
    for (const session of this.#sessions.values()) {
      const [id, count] = session.shard;
      if (shardOf(data, count) === id) this.#send(session, event, data);
    }
  }

  /** Closes, with this code, the connection of the next bot that identifies. */
  refuse(code: number): void {
    this.#refusals.push(code);
  }

  /** Breaks connections with a close code (4000 by default), all or one shard's. Sessions stay. */
  drop(code: number = GatewayCloseCodes.UnknownError, shard?: number): void {
    for (const session of this.#sessions.values()) {
      if (shard !== undefined && session.shard[0] !== shard) continue;
      const { socket } = session;
      session.socket = undefined;
      socket?.close(code);
    }
  }

  /** Tells every bot that its session is over, for good or only for this connection. */
  invalidateSession(resumable: boolean): void {
    for (const session of [...this.#sessions.values()]) {
      const { socket } = session;
      session.socket = undefined;
      if (!resumable) this.#sessions.delete(session.id);
      socket?.send(JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: resumable }));
    }
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#sessions.clear();
  }

  #greet(socket: WebSocket): void {
    socket.on('error', () => {
      socket.terminate();
    });
    socket.on('message', (data) => {
      this.#receive(socket, data);
    });
    socket.on('close', (code) => {
      const session = this.#sessionOf(socket);
      if (session) {
        session.socket = undefined;
        // A bot that closes with 1000 or 1001 gives up its session (Discord's gateway guide).
        if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
      }
      this.#listeners.tell();
    });
    const hello = { heartbeat_interval: HEARTBEAT_MS };
    socket.send(JSON.stringify({ op: GatewayOpcodes.Hello, d: hello, s: null, t: null }));
  }

  #receive(socket: WebSocket, data: RawData): void {
    const message = readFrame(data);
    if (!message) {
      socket.close(GatewayCloseCodes.DecodeError);
      return;
    }
    switch (message.op) {
      case GatewayOpcodes.Heartbeat:
        socket.send(JSON.stringify({ op: GatewayOpcodes.HeartbeatAck }));
        return;
      case GatewayOpcodes.Identify:
        if (this.#admit(socket, message.d.token)) this.#identify(socket, message.d.shard);
        return;
      case GatewayOpcodes.Resume:
        if (this.#admit(socket, message.d.token)) this.#resume(socket, message.d);
        return;
      case GatewayOpcodes.PresenceUpdate:
      case GatewayOpcodes.RequestGuildMembers:
        if (!this.#sessionOf(socket)) socket.close(GatewayCloseCodes.NotAuthenticated);
    }
  }

  #admit(socket: WebSocket, token: string): boolean {
    const code = this.#sessionOf(socket)
      ? GatewayCloseCodes.AlreadyAuthenticated
      : token.replace(/^Bot /, '') !== this.#identity.token || this.starts.isTokenReset
        ? GatewayCloseCodes.AuthenticationFailed
        : undefined;
    if (code !== undefined) socket.close(code);
    return code === undefined;
  }

  #identify(socket: WebSocket, shard: Shard): void {
    if (!this.starts.spend()) {
      this.drop(GatewayCloseCodes.AuthenticationFailed);
      socket.close(GatewayCloseCodes.AuthenticationFailed);
      return;
    }
    const [number, count] = shard;
    const refusal =
      this.#refusals.shift() ??
      (number < 0 || number >= count
        ? GatewayCloseCodes.InvalidShard
        : count < this.sharding.shards
          ? GatewayCloseCodes.ShardingRequired
          : undefined);
    if (refusal !== undefined) {
      socket.close(refusal);
      return;
    }
    for (const session of [...this.#sessions.values()]) {
      const replaced = session.shard[0] === number || session.shard[1] !== count;
      if (!session.socket && replaced) this.#sessions.delete(session.id);
    }
    const id = randomBytes(16).toString('hex');
    const session: Session = { id, shard, socket, sequence: 0, events: [] };
    this.#sessions.set(id, session);
    this.identified += 1;
    const { bot, applicationId, guildId } = this.#identity;
    this.#send(session, 'READY', {
      v: 10,
      user: bot,
      guilds: [{ id: guildId, unavailable: true }],
      private_channels: [],
      session_id: id,
      resume_gateway_url: this.#url(),
      shard,
      application: { id: applicationId, flags: 0 },
    });
    this.#tellReady();
    if (this.losesSessions) this.invalidateSession(false);
  }

  #resume(socket: WebSocket, request: { session_id: string; seq: number }): void {
    const session = this.#sessions.get(request.session_id);
    if (!session || request.seq > session.sequence) {
      socket.send(JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: false }));
      return;
    }
    session.socket = socket;
    for (const { s, frame } of session.events) if (s > request.seq) socket.send(frame);
    this.resumed += 1;
    this.#send(session, 'RESUMED', {});
    this.#tellReady();
  }

  #send(session: Session, event: string, data: unknown): void {
    session.sequence += 1;
    const s = session.sequence;
    const frame = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: event, s, d: data });
    session.events.push({ s, frame });
    if (session.events.length > KEPT_EVENTS) session.events.shift();
    session.socket?.send(frame);
  }

  #sessionOf(socket: WebSocket): Session | undefined {
    return [...this.#sessions.values()].find((session) => session.socket === socket);
  }

  #tellReady(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
    this.#listeners.tell();
  }
}
