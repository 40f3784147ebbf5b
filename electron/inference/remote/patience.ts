import { EndpointError } from './endpointError';

/** How long (s) a server may take for each part of one answer. */
export interface Waits {
  readonly connectSec: number;
  /** From the question to the first piece of the answer. */
  readonly firstSec: number;
  /** Between two pieces. */
  readonly silenceSec: number;
  /** For the whole answer. */
  readonly totalSec: number;
}

/** Code of the fault of an answer that takes longer than `totalSec`. */
export const outOfTimeCode = 'endpointTooLong';

const next =
  'Look whether the server is busy or the network is slow, or allow more time in the settings of the endpoint.';

/** Counts the time of one exchange, and says so once when it has run out. */
export function createPatience(host: string, waits: Waits, onEnd: (error: EndpointError) => void) {
  const end = (code: string, happened: string) => () => onEnd(new EndpointError(code, happened, next));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expect = (sec: number, code: string, happened: string) => {
    clearTimeout(timer);
    timer = setTimeout(end(code, happened), sec * 1000);
  };
  const { connectSec, firstSec, silenceSec, totalSec } = waits;
  const total = setTimeout(
    end(outOfTimeCode, `${host} took longer than ${totalSec} s for its answer.`),
    totalSec * 1000,
  );
  expect(connectSec, 'endpointNoConnection', `${host} was not reached within ${connectSec} s.`);
  return {
    /** The connection stands: now for the first piece. */
    connected: () => expect(firstSec, 'endpointNoFirstToken', `${host} said nothing within ${firstSec} s.`),
    /** A piece of the answer has come. */
    heard: () =>
      expect(silenceSec, 'endpointSilent', `${host} fell silent for ${silenceSec} s in its answer.`),
    stop(): void {
      clearTimeout(timer);
      clearTimeout(total);
    },
  };
}
export type Patience = ReturnType<typeof createPatience>;
