import type { FaultText } from '../../../shared/contract/common';

const robotIs = 'The robot is not affected: the model moves nothing by itself.';

/** Why a model pack cannot be used, in the operator's words. */
export class PackError extends Error {
  readonly fault: FaultText;

  constructor(code: string, happened: string, next: string) {
    super(`${happened} ${next}`);
    this.name = 'PackError';
    this.fault = { code, happened: happened.slice(0, 2000), robotIs, next };
  }
}

/** The fault that stands for any error that loading a pack may end with. */
export function faultOf(error: unknown): FaultText {
  if (error instanceof PackError) return error.fault;
  const words = error instanceof Error ? error.message : String(error);
  return {
    code: 'modelFailed',
    happened: `The model could not be loaded: ${words}`.slice(0, 2000),
    robotIs,
    next: 'Load another model pack, or restore this one from where it came from and load it again.',
  };
}
