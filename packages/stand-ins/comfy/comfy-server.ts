import { type Clock, systemClock } from '../../../src/engines/clock.ts';
import { Loopback } from '../loopback.ts';
import { ComfySocket } from './comfy-socket.ts';
import { ComfyUi } from './comfy-ui.ts';
import type { ComfySettings } from './comfy-settings.ts';
import { comfyRoutes } from './routes.ts';

export interface ComfyServerOptions {
  /** Where `input`, `output` and `temp` lie; made where they do not exist. */
  readonly folder: string;
  /** Default: a free one. */
  readonly port?: number | undefined;
  readonly clock?: Clock;
  readonly settings?: Partial<ComfySettings>;
}

/** A ComfyUI that can be reached: its HTTP API and websocket on 127.0.0.1. */
export class ComfyServer {
  /** Requests seen, and faults to come. */
  readonly http: Loopback;
  readonly comfy: ComfyUi;
  readonly socket: ComfySocket;

  private constructor(http: Loopback, comfy: ComfyUi) {
    this.http = http;
    this.comfy = comfy;
    this.socket = new ComfySocket(http.server, comfy);
    const routes = comfyRoutes(comfy);
    http.app.route('/', routes);
    http.app.route('/api', routes);
  }

  static async start(options: ComfyServerOptions): Promise<ComfyServer> {
    const { clock = systemClock, folder, port, settings } = options;
    const http = new Loopback(clock);
    const server = new ComfyServer(http, new ComfyUi(clock, folder, settings));
    await http.listen(port);
    return server;
  }

  /** `http://127.0.0.1:port`. */
  get url(): string {
    return this.http.url;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.comfy.stop();
    await this.http.close();
  }
}
