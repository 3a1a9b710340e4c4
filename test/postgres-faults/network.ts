import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the database listens in addition, so that a link of its own leads to it. */
export const DATABASE_HOST = '127.0.0.2';
/** What no interface has, so what is sent there is lost without a word. */
const NOBODY = '02:00:00:00:00:01';

/** A link between this machine and a namespace: the two interfaces, and their addresses. */
interface Link {
  readonly here: string;
  readonly there: string;
  readonly hereAddress: string;
  readonly thereAddress: string;
  /** What is reached by it. */
  readonly leadsTo: string;
}

/**
 * A network namespace of Linux, as a machine of its own: one link leads to the database, and one to
 * everything else on 127.0.0.1. A link that is cut loses what is sent, in both directions; neither
 * side is told. Needs root, and `ip`.
 */
export class NetworkNamespace {
  /** The command in which a program runs there. */
  readonly within: readonly string[];
  readonly #name: string;
  readonly #links: { readonly database: Link; readonly others: Link };

  private constructor(name: string, links: { readonly database: Link; readonly others: Link }) {
    this.#name = name;
    this.#links = links;
    this.within = ['ip', 'netns', 'exec', name];
  }

  /** `id`: one that no other run on this machine has, below 10,000. */
  static async create(id: number): Promise<NetworkNamespace> {
    const name = `darkroom${id}`;
    const link = (letter: string, at: number, leadsTo: string): Link => {
      const network = `10.${200 + Math.floor(id / 250)}.${id % 250}`;
      return {
        here: `dr${id}${letter}`,
        there: letter === 'd' ? 'database' : 'others',
        hereAddress: `${network}.${at + 1}`,
        thereAddress: `${network}.${at + 2}`,
        leadsTo,
      };
    };
    const links = {
      others: link('o', 0, '127.0.0.0/8'),
      database: link('d', 4, `${DATABASE_HOST}/32`),
    };
    await run('ip', ['netns', 'add', name]);
    const namespace = new NetworkNamespace(name, links);
    try {
      await namespace.#connect(links.others);
      await namespace.#connect(links.database);
    } catch (error) {
      await namespace.close();
      throw error;
    }
    return namespace;
  }

  /** The network of its address on the way to the database. */
  get clientOfDatabase(): string {
    return `${this.#links.database.thereAddress}/32`;
  }

  async cut(which: 'database' | 'others'): Promise<void> {
    const link = this.#links[which];
    await this.#neighbours(link, { here: NOBODY, there: NOBODY });
  }

  async restore(which: 'database' | 'others'): Promise<void> {
    const link = this.#links[which];
    const { stdout: here } = await run('cat', [`/sys/class/net/${link.here}/address`]);
    const { stdout: there } = await this.#inside('ip', '-br', 'link', 'show', link.there);
    const [, , address = ''] = there.trim().split(/\s+/);
    await this.#neighbours(link, { here: here.trim(), there: address });
  }

  /** Processes in it have to have ended. */
  async close(): Promise<void> {
    await run('ip', ['netns', 'del', this.#name]);
  }

  /** Which hardware addresses each side takes the other one's to be. */
  async #neighbours(
    link: Link,
    { here, there }: { readonly here: string; readonly there: string },
  ): Promise<void> {
    const neighbour = (address: string, of: string, device: string) =>
      ['neigh', 'replace', address, 'lladdr', of, 'dev', device, 'nud', 'permanent'] as const;
    await Promise.all([
      run('ip', [...neighbour(link.thereAddress, there, link.here)]),
      this.#inside('ip', ...neighbour(link.hereAddress, here, link.there)),
    ]);
  }

  async #connect({ here, there, hereAddress, thereAddress, leadsTo }: Link): Promise<void> {
    const ends = ['type', 'veth', 'peer', 'name', there, 'netns', this.#name];
    await run('ip', ['link', 'add', here, ...ends]);
    await run('ip', ['addr', 'add', `${hereAddress}/30`, 'dev', here]);
    await run('ip', ['link', 'set', here, 'up']);
    await this.#inside('ip', 'addr', 'add', `${thereAddress}/30`, 'dev', there);
    await this.#inside('ip', 'link', 'set', there, 'up');
    // Otherwise addresses of the machine itself are dropped where they come from outside.
    for (const setting of ['route_localnet=1', 'rp_filter=0']) {
      await run('sysctl', ['-qw', `net.ipv4.conf.${here}.${setting}`]);
      await this.#inside('sysctl', '-qw', `net.ipv4.conf.${there}.${setting}`);
    }
    const route = [leadsTo, 'via', hereAddress, 'dev', there, 'src', thereAddress];
    await this.#inside('ip', 'route', 'add', ...route);
  }

  #inside(...command: readonly string[]) {
    const [program = '', ...args] = [...this.within, ...command];
    return run(program, args);
  }
}
