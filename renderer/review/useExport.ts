import { useCallback, useEffect, useState } from 'react';
import type { ExportOrder, ExportStatus, ImportOrder } from '../../shared/contract/exporterContract';
import { need } from '../loop/clients';
import { messageOf } from '../loop/faults';
import { useConsole, useTelemetry } from '../ui/ConsoleContext';

export interface Exports {
  /** The running export or import, or the last one. */
  readonly status: ExportStatus | null;
  /** Why the last order was not taken. */
  readonly problem: string | null;
  start(order: ExportOrder): void;
  startImport(order: ImportOrder): void;
  cancel(): void;
}

const lostWords =
  'The exporter ended in the middle of its work. Nothing half made stands under its name: when it is back, start again.';

/** Follows the exporter process; its work goes on when the page that began it is left. */
export function useExport(): Exports {
  const { clients } = useConsole();
  const connected = useTelemetry(({ connected }) => connected.exporter);
  const [status, setStatus] = useState<ExportStatus | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const exporter = connected ? clients('exporter') : undefined;
    if (!exporter) return;
    exporter.request('getExport', {}, { timeoutMs: 5000 }).then(setStatus, () => undefined);
    return exporter.on('export', setStatus);
  }, [clients, connected]);

  const ask = useCallback((question: () => Promise<ExportStatus>) => {
    setProblem(null);
    question().then(setStatus, (error: unknown) => setProblem(messageOf(error)));
  }, []);
  const lost = !connected && status?.state === 'running';
  return {
    status: lost ? null : status,
    problem: lost ? lostWords : problem,
    start: (order) => ask(async () => need(clients, 'exporter').request('startExport', order)),
    startImport: (order) => ask(async () => need(clients, 'exporter').request('startImport', order)),
    cancel: () => {
      const exportId = status?.exportId;
      if (exportId) ask(async () => need(clients, 'exporter').request('cancelExport', { exportId }));
    },
  };
}
