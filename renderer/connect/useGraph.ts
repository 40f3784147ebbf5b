import { useEffect, useState } from 'react';
import type { RosGraph } from '../../shared/contract/connection';
import { messageOf } from '../loop/faults';
import { useConsole, useTelemetry } from '../ui/ConsoleContext';

const everyMs = 2000;
const timeoutMs = 5000;

export interface GraphView {
  /** The newest graph; null while none has come. */
  readonly graph: RosGraph | null;
  readonly problem: string | null;
}

const nothing: GraphView = { graph: null, problem: null };

/** What is on the ROS graph, looked at anew every two seconds while `wanted`. */
export function useGraph(wanted: boolean): GraphView {
  const { clients } = useConsole();
  const connected = useTelemetry(({ connected }) => connected.robot);
  const [view, setView] = useState<GraphView>(nothing);
  useEffect(() => {
    setView(nothing);
    if (!wanted || !connected) return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const graph = await clients('robot')?.request('discover', {}, { timeoutMs });
        if (!ended && graph) setView({ graph, problem: null });
      } catch (error) {
        if (!ended) setView((before) => ({ ...before, problem: messageOf(error) }));
      }
      if (!ended) timer = setTimeout(() => void look(), everyMs);
    };
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [clients, wanted, connected]);
  return view;
}
