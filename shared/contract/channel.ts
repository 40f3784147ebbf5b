import type { z } from 'zod';

/**
 * A typed conversation over one message port. A contract names the requests that a server answers,
 * the notices (one-way) it takes, and the events it sends. Every message is parsed on arrival on
 * both sides; one that does not fit is refused and reported, never passed on.
 */
export interface Contract {
  readonly name: string;
  readonly requests: Readonly<Record<string, { readonly params: z.ZodType; readonly result: z.ZodType }>>;
  readonly notices: Readonly<Record<string, z.ZodType>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

/** The least a port must do; see `portFromDom` and the Electron processes for adapters. */
export interface Port {
  post(message: unknown): void;
  onMessage(handler: (message: unknown) => void): void;
  onClose(handler: () => void): void;
  close(): void;
}

export type Params<C extends Contract, K extends keyof C['requests']> = z.infer<C['requests'][K]['params']>;
export type Result<C extends Contract, K extends keyof C['requests']> = z.infer<C['requests'][K]['result']>;
export type Notice<C extends Contract, K extends keyof C['notices']> = z.infer<C['notices'][K]>;
export type Event<C extends Contract, K extends keyof C['events']> = z.infer<C['events'][K]>;

export type Handlers<C extends Contract> = {
  readonly [K in keyof C['requests']]: (params: Params<C, K>) => Result<C, K> | Promise<Result<C, K>>;
} & {
  readonly [K in keyof C['notices']]: (notice: Notice<C, K>) => void;
};

export interface Server<C extends Contract> {
  emit<K extends keyof C['events'] & string>(name: K, payload: Event<C, K>): void;
  close(): void;
}

export interface Client<C extends Contract> {
  /** Rejects with ChannelError on refusal, time-out or a closed port. */
  request<K extends keyof C['requests'] & string>(
    name: K,
    params: Params<C, K>,
    options?: { readonly timeoutMs?: number },
  ): Promise<Result<C, K>>;
  notify<K extends keyof C['notices'] & string>(name: K, notice: Notice<C, K>): void;
  /** Returns a function that ends the subscription. */
  on<K extends keyof C['events'] & string>(name: K, handler: (payload: Event<C, K>) => void): () => void;
  onClose(handler: () => void): void;
  close(): void;
}

export class ChannelError extends Error {
  constructor(
    readonly code: 'refused' | 'timeout' | 'closed' | 'failed' | 'badReply',
    message: string,
  ) {
    super(message);
    this.name = 'ChannelError';
  }
}

export type BadMessageReport = (report: {
  readonly contract: string;
  readonly name: string;
  readonly problem: string;
}) => void;

type Wire =
  | { readonly t: 'q'; readonly id: number; readonly n: string; readonly p: unknown }
  | { readonly t: 'r'; readonly id: number; readonly p: unknown }
  | { readonly t: 'x'; readonly id: number; readonly code: ChannelError['code']; readonly m: string }
  | { readonly t: 'n' | 'e'; readonly n: string; readonly p: unknown };

/** The frame is parsed by hand: it is checked thousands of times a second and has four shapes. */
function parseWire(message: unknown): Wire | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { t, id, n, m, code } = message as Record<string, unknown>;
  if (t === 'q') return typeof id === 'number' && typeof n === 'string' ? (message as Wire) : undefined;
  if (t === 'r') return typeof id === 'number' ? (message as Wire) : undefined;
  if (t === 'x') {
    return typeof id === 'number' && typeof m === 'string' && typeof code === 'string'
      ? (message as Wire)
      : undefined;
  }
  return (t === 'n' || t === 'e') && typeof n === 'string' ? (message as Wire) : undefined;
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function problemOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || '(message)'}: ${issue.message}`)
    .join('; ');
}

/** Answers `contract` on `port`. A handler that throws becomes a `failed` answer with its message. */
export function serve<C extends Contract>(
  port: Port,
  contract: C,
  handlers: Handlers<C>,
  onBadMessage: BadMessageReport,
): Server<C> {
  const table = handlers as unknown as Readonly<Record<string, (params: unknown) => unknown>>;
  const bad = (name: string, problem: string) => onBadMessage({ contract: contract.name, name, problem });

  async function answer(id: number, name: string, raw: unknown): Promise<void> {
    const refuse = (code: ChannelError['code'], m: string) =>
      port.post({ t: 'x', id, code, m } satisfies Wire);
    const schema = own(contract.requests, name);
    if (!schema) {
      bad(name, 'unknown request');
      return refuse('refused', `${contract.name} does not know the request "${name}".`);
    }
    const params = schema.params.safeParse(raw);
    if (!params.success) {
      bad(name, problemOf(params.error));
      return refuse('refused', `${contract.name}.${name} was refused: ${problemOf(params.error)}`);
    }
    try {
      port.post({ t: 'r', id, p: await table[name]?.(params.data) } satisfies Wire);
    } catch (error) {
      refuse('failed', error instanceof Error ? error.message : String(error));
    }
  }

  port.onMessage((message) => {
    const wire = parseWire(message);
    if (wire?.t === 'q') {
      void answer(wire.id, wire.n, wire.p);
    } else if (wire?.t === 'n') {
      const schema = own(contract.notices, wire.n);
      const notice = schema?.safeParse(wire.p);
      if (!notice?.success) bad(wire.n, notice ? problemOf(notice.error) : 'unknown notice');
      else table[wire.n]?.(notice.data);
    } else {
      bad('(frame)', 'not a request or notice');
    }
  });

  return {
    emit: (name, payload) => port.post({ t: 'e', n: name, p: payload } satisfies Wire),
    close: () => port.close(),
  };
}

/** Speaks `contract` to the server at the other end of `port`. */
export function connect<C extends Contract>(
  port: Port,
  contract: C,
  onBadMessage: BadMessageReport,
): Client<C> {
  interface Pending {
    readonly name: string;
    readonly resolve: (value: never) => void;
    readonly reject: (error: ChannelError) => void;
    readonly timer: ReturnType<typeof setTimeout> | undefined;
  }
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const closeHandlers = new Set<() => void>();
  const bad = (name: string, problem: string) => onBadMessage({ contract: contract.name, name, problem });
  let nextId = 1;
  let closed = false;

  function settle(id: number): Pending | undefined {
    const entry = pending.get(id);
    pending.delete(id);
    if (entry?.timer !== undefined) clearTimeout(entry.timer);
    return entry;
  }

  function shutDown(): void {
    if (closed) return;
    closed = true;
    for (const id of [...pending.keys()]) {
      const entry = settle(id);
      entry?.reject(
        new ChannelError('closed', `${contract.name} went away before it answered "${entry.name}".`),
      );
    }
    for (const handler of closeHandlers) handler();
  }

  port.onMessage((message) => {
    const wire = parseWire(message);
    if (wire?.t === 'r') {
      const entry = settle(wire.id);
      if (!entry) return;
      const result = own(contract.requests, entry.name)?.result.safeParse(wire.p);
      if (result?.success) return entry.resolve(result.data as never);
      const problem = result ? problemOf(result.error) : 'unknown request';
      bad(entry.name, problem);
      entry.reject(
        new ChannelError('badReply', `${contract.name}.${entry.name} answered wrongly: ${problem}`),
      );
    } else if (wire?.t === 'x') {
      settle(wire.id)?.reject(new ChannelError(wire.code, wire.m));
    } else if (wire?.t === 'e') {
      const payload = own(contract.events, wire.n)?.safeParse(wire.p);
      if (!payload?.success) return bad(wire.n, payload ? problemOf(payload.error) : 'unknown event');
      for (const handler of listeners.get(wire.n) ?? []) handler(payload.data as never);
    } else {
      bad('(frame)', 'not an answer or event');
    }
  });
  port.onClose(shutDown);

  return {
    request(name, params, options) {
      if (closed) return Promise.reject(new ChannelError('closed', `${contract.name} is not connected.`));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        const timer =
          options?.timeoutMs === undefined
            ? undefined
            : setTimeout(() => {
                pending.delete(id);
                reject(
                  new ChannelError(
                    'timeout',
                    `${contract.name}.${name} did not answer within ${options.timeoutMs} ms.`,
                  ),
                );
              }, options.timeoutMs);
        pending.set(id, { name, resolve: resolve as Pending['resolve'], reject, timer });
        port.post({ t: 'q', id, n: name, p: params } satisfies Wire);
      });
    },
    notify: (name, notice) => {
      if (!closed) port.post({ t: 'n', n: name, p: notice } satisfies Wire);
    },
    on(name, handler) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(handler as (payload: never) => void);
      return () => set.delete(handler as (payload: never) => void);
    },
    onClose: (handler) => closeHandlers.add(handler),
    close: () => {
      port.close();
      shutDown();
    },
  };
}
