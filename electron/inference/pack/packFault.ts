import type { FaultText } from '../../../shared/contract/common';
import { FaultError } from '../faultError';

/** Why a model pack cannot be used. */
export class PackError extends FaultError {
  override readonly name = 'PackError';
}

/** The fault that stands for any error that loading a model may end with. */
export function faultOf(error: unknown): FaultText {
  if (error instanceof FaultError) return error.fault;
  const words = error instanceof Error ? error.message : String(error);
  return new FaultError(
    'modelFailed',
    `The model could not be loaded: ${words}`,
    'Load another model pack, or restore this one from where it came from and load it again.',
  ).fault;
}
