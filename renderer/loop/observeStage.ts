import type { DecisionFrame } from './loopView';
import { ask, type RunContext, record } from './runContext';

/** Freezes a decision frame: the picture that the model answers on, and that stays on screen beside the live one. */
export async function observe(context: RunContext): Promise<DecisionFrame> {
  const frame = await ask(context, 'camera', 'Taking the picture', (camera) =>
    camera.request('freeze', {}, { timeoutMs: context.timeouts.freeze }),
  );
  record(context, 'observation', frame.observation);
  return frame;
}
