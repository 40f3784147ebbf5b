import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { FaultView } from './FaultView';

/** The newest thing that went wrong in the loop, and a model that cannot answer. */
export function FaultNote() {
  const { loop } = useConsole();
  const [newest, ...older] = useLoop((view) => view.faults);
  const model = useTelemetry(({ inference }) =>
    inference?.state === 'failed' ? (inference.fault ?? null) : null,
  );
  return (
    <>
      {newest && <FaultView fault={newest} older={older} onDismiss={() => loop.dismissFault(newest)} />}
      {model && <FaultView fault={model} />}
    </>
  );
}
