import type { InferenceStatus } from '../../shared/contract/inferenceContract';
import { useTelemetry } from '../ui/ConsoleContext';
import { sendsWords } from '../ui/modelWords';
import { type Status, StatusMark } from '../ui/StatusMark';
import { Badge } from './Badge';
import styles from './ModelBadge.module.css';

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
  const host = useTelemetry(({ inference }) => inference?.sendsTo?.host ?? null);
  const sends = useTelemetry(({ inference }) => (inference?.sendsTo ? sendsWords(inference.sendsTo) : null));
  const [status, word] = state ? states[state] : (['bad', 'Not connected'] as const);
  const name = model ? `${model.name} ${model.version}` : undefined;
  return (
    <Badge
      width={240}
      caption={
        host === null ? (
          model ? (
            `Model, runs here on ${model.provider}`
          ) : (
            'Model'
          )
        ) : (
          <>
            <span className={styles.host}>Model on {host}</span>
            <span className={styles.mark} data-testid="model-remote">
              REMOTE
            </span>
          </>
        )
      }
      hint={[name ?? 'No model is loaded.', sends].filter(Boolean).join(' \u00b7 ')}
    >
      <StatusMark status={status} size={15} label={word} />
      <span data-testid="model-state" data-state={state ?? 'disconnected'} data-model={name}>
        {(host === null ? name : model?.name) ?? word}
      </span>
    </Badge>
  );
}
