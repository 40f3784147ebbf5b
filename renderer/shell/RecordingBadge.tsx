import { useTelemetry } from '../ui/ConsoleContext';
import { formatBytes } from '../ui/format';
import { StatusMark } from '../ui/StatusMark';
import { Badge } from './Badge';

/** Whether what happens now is being written. */
export function RecordingBadge() {
  const state = useTelemetry(({ recorder }) => recorder?.state ?? null);
  const kilobytes = useTelemetry(({ recorder }) => Math.round((recorder?.bytes ?? 0) / 1000));
  const fault = useTelemetry(({ recorder }) => recorder?.fault ?? null);
  return (
    <Badge width={152} caption="Recording" {...(fault ? { hint: fault.happened } : {})}>
      {state === 'recording' && (
        <>
          <StatusMark status="busy" size={15} />
          On, {formatBytes(kilobytes * 1000)}
        </>
      )}
      {state === 'idle' && (
        <>
          <StatusMark status="off" size={15} />
          Off, no task
        </>
      )}
      {state === 'failed' && (
        <>
          <StatusMark status="bad" size={15} />
          Failed
        </>
      )}
      {state === null && (
        <>
          <StatusMark status="bad" size={15} />
          Not connected
        </>
      )}
    </Badge>
  );
}
