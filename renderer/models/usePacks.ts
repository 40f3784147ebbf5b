import { useCallback, useEffect, useState } from 'react';
import type { PackOnDisk } from '../../shared/contract/inferenceContract';
import { need } from '../loop/clients';
import { useConsole, useTelemetry } from '../ui/ConsoleContext';

/** The packs on this machine, read anew when the process comes and when another model answers; `look` reads them again. */
export function usePacks() {
  const { clients } = useConsole();
  const connected = useTelemetry(({ inference }) => inference !== null);
  const loaded = useTelemetry(({ inference }) => inference?.model?.packHash ?? null);
  const [packs, setPacks] = useState<readonly PackOnDisk[]>([]);

  const look = useCallback(async () => {
    try {
      setPacks((await need(clients, 'inference').request('listPacks', {})).packs);
    } catch {
      setPacks([]);
    }
  }, [clients]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `loaded` is what the list follows
  useEffect(() => {
    if (connected) void look();
  }, [connected, loaded, look]);

  return { packs, look, connected, loaded };
}
