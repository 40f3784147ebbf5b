import type { MessagePortMain } from 'electron';
import { type Client, connect } from '../../shared/contract/channel';
import { endpointContract } from '../../shared/contract/endpointContract';
import { portFromMain } from '../utility/parentPort';

/** Main's own line to the inference process, over which endpoints go with their tokens. */
export function createEndpointLink(
  onBadMessage: (problem: string) => void,
  /** The inference process asks for the endpoint that answered last; resolves to why it cannot be used. */
  onWanted: (id: string) => Promise<{ readonly problem: string | null }>,
) {
  let client: Client<typeof endpointContract> | undefined;
  return {
    accept(port: MessagePortMain): void {
      const mine = connect(portFromMain(port), endpointContract, ({ name, problem }) =>
        onBadMessage(`${name}: ${problem}`),
      );
      client = mine;
      const answer = async (id: string) => {
        const { problem } = await onWanted(id);
        if (problem !== null) await mine.request('gone', { problem });
      };
      // Without an answer the inference process gives up by itself, and one that has ended asks again.
      mine.on('wanted', ({ id }) => void answer(id).catch(() => undefined));
      mine.onClose(() => {
        if (client === mine) client = undefined;
      });
    },
    client: () => client,
  };
}
