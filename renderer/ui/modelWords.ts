import type { InferenceStatus } from '../../shared/contract/inferenceContract';
import { isRemote, type ModelIdentity, remoteProvider } from '../../shared/contract/proposal';
import { reachWords } from '../../shared/endpoint/reach';

/** Where a model computes: "this machine, cpu"; "a server: openai, gpu.lab:8000". */
export function modelPlace(model: ModelIdentity): string {
  return isRemote(model)
    ? `a server: ${model.provider.slice(remoteProvider.length)}`
    : `this machine, ${model.provider}`;
}

/** To whom pictures and instructions go, and how. */
export function sendsWords({ host, reach, encrypted }: NonNullable<InferenceStatus['sendsTo']>): string {
  const how =
    reach === 'thisMachine'
      ? ''
      : encrypted
        ? ', encrypted'
        : ', not encrypted: whoever is between can read them';
  return `Pictures and instructions are sent to ${host} (${reachWords[reach]})${how}.`;
}
