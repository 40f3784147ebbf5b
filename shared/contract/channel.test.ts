import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ChannelError, type Contract, connect, serve } from './channel';
import { memoryPortPair } from './memoryPort';

const contract = {
  name: 'echo',
  requests: {
    double: { params: z.object({ value: z.number() }), result: z.object({ value: z.number() }) },
    lie: { params: z.object({}), result: z.object({ value: z.number() }) },
    hang: { params: z.object({}), result: z.object({}) },
  },
  notices: { note: z.object({ text: z.string().max(5) }) },
  events: { tick: z.object({ n: z.number() }) },
} as const satisfies Contract;

function conversation() {
  const [serverPort, clientPort] = memoryPortPair();
  const badAtServer = vi.fn();
  const badAtClient = vi.fn();
  const note = vi.fn();
  const server = serve(
    serverPort,
    contract,
    {
      double: ({ value }) => {
        if (value === 13) throw new Error('13 is not doubled here');
        return { value: value * 2 };
      },
      lie: () => ({ value: 'two' }) as unknown as { value: number },
      hang: () => new Promise(() => undefined),
      note,
    },
    badAtServer,
  );
  const client = connect(clientPort, contract, badAtClient);
  return { server, client, serverPort, clientPort, badAtServer, badAtClient, note };
}

describe('channel', () => {
  it('answers requests and passes notices and events on', async () => {
    const { server, client, note } = conversation();
    expect(await client.request('double', { value: 21 })).toEqual({ value: 42 });
    client.notify('note', { text: 'hi' });
    await vi.waitFor(() => expect(note).toHaveBeenCalledWith({ text: 'hi' }));
    const tick = vi.fn();
    const off = client.on('tick', tick);
    server.emit('tick', { n: 1 });
    await vi.waitFor(() => expect(tick).toHaveBeenCalledWith({ n: 1 }));
    off();
    server.emit('tick', { n: 2 });
    await client.request('double', { value: 1 });
    expect(tick).toHaveBeenCalledTimes(1);
  });

  it('refuses what does not fit at the border, and reports it', async () => {
    const { client, note, badAtServer } = conversation();
    await expect(client.request('double', { value: 'x' as unknown as number })).rejects.toMatchObject({
      code: 'refused',
    });
    client.notify('note', { text: 'much too long' });
    await vi.waitFor(() => expect(badAtServer).toHaveBeenCalledTimes(2));
    expect(note).not.toHaveBeenCalled();
  });

  it('does not trust answers and events either', async () => {
    const { client, server, badAtClient } = conversation();
    await expect(client.request('lie', {})).rejects.toMatchObject({ code: 'badReply' });
    const tick = vi.fn();
    client.on('tick', tick);
    server.emit('tick', { n: Number.NaN });
    await vi.waitFor(() => expect(badAtClient).toHaveBeenCalledTimes(2));
    expect(tick).not.toHaveBeenCalled();
  });

  it('carries the words of a failed handler', async () => {
    const { client } = conversation();
    await expect(client.request('double', { value: 13 })).rejects.toThrow('13 is not doubled here');
  });

  it('rejects on time-out and when the port closes', async () => {
    const { client, server } = conversation();
    await expect(client.request('hang', {}, { timeoutMs: 10 })).rejects.toMatchObject({ code: 'timeout' });
    const pending = client.request('hang', {});
    server.close();
    await expect(pending).rejects.toBeInstanceOf(ChannelError);
    await expect(client.request('double', { value: 1 })).rejects.toMatchObject({ code: 'closed' });
  });

  it('survives garbage and names that live on every object', async () => {
    const { client, clientPort, badAtServer } = conversation();
    const garbage = [
      null,
      7,
      'q',
      [],
      {},
      { t: 'q' },
      { t: 'q', id: 1, n: 'constructor', p: {} },
      { t: 'n', n: '__proto__', p: {} },
    ];
    for (const message of garbage) clientPort.post(message);
    await vi.waitFor(() => expect(badAtServer).toHaveBeenCalledTimes(garbage.length));
    expect(await client.request('double', { value: 2 })).toEqual({ value: 4 });
  });
});
