import type { FaultText } from '../../shared/contract/common';

/** Why a model cannot be used or did not answer, in the operator's words. */
export class FaultError extends Error {
  readonly fault: FaultText;

  constructor(code: string, happened: string, next: string) {
    super(`${happened} ${next}`);
    this.name = 'FaultError';
    const robotIs = 'The robot is not affected: the model moves nothing by itself.';
    this.fault = { code, happened: happened.slice(0, 2000), robotIs, next: next.slice(0, 1000) };
  }
}
