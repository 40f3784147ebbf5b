import type { InferenceStatus } from '../../shared/contract/inferenceContract';
import { useTelemetry } from '../ui/ConsoleContext';
import { type Status, StatusMark } from '../ui/StatusMark';
import { Badge } from './Badge';

const states: Readonly<Record<InferenceStatus['state'], readonly [Status, string]>> = {
  loading: ['busy', 'Loading'],
  ready: ['ok', 'Ready'],
  busy: ['busy', 'Answering'],
  failed: ['bad', 'Failed'],
};

/** Which model answers, where it runs, and whether it can. */
export function ModelBadge() {
  const state = useTelemetry(({ inference }) => inference?.state ?? null);
  const model = useTelemetry(({ inference }) => inference?.model ?? null);
  const [status, word] = state ? states[state] : (['bad', 'Not connected'] as const);
  const name = model ? `${model.name} ${model.version}` : undefined;
  return (
    <Badge
      width={240}
      caption={model ? `Model, runs here on ${model.provider}` : 'Model'}
      hint={name ?? 'No model pack is loaded.'}
    >
      <StatusMark status={status} size={15} label={word} />
      <span data-testid="model-state" data-state={state ?? 'disconnected'} data-model={name}>
        {name ?? word}
      </span>
    </Badge>
  );
}
