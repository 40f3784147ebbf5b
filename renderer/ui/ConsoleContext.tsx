import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { HeldFences } from '../../shared/contract/robotContract';
import type { TrainingFault } from '../../shared/contract/trainingContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { LoopView } from '../loop/loopView';
import type { ConsoleServices } from '../services/createConsole';
import type { SettingsView } from '../services/settings';
import type { Telemetry } from '../services/telemetry';

const ConsoleContext = createContext<ConsoleServices | null>(null);
export const ConsoleProvider = ConsoleContext.Provider;

export function useConsole(): ConsoleServices {
  const services = useContext(ConsoleContext);
  if (!services) throw new Error('A screen was put outside of ConsoleProvider.');
  return services;
}

/** A part of the loop's view; the component is drawn anew when that part changes. */
export function useLoop<T>(select: (view: LoopView) => T): T {
  return useStore(useConsole().loop.view, select);
}

export function useTelemetry<T>(select: (telemetry: Telemetry) => T): T {
  return useStore(useConsole().telemetry, select);
}

/** The model of the robot that is connected, once it is known. */
export function useRobotModel(): RobotModel | null {
  return useStore(useConsole().robotModel, ({ described }) => described?.model ?? null);
}

/** The fences that the robot process holds, once they are known. */
export function useFences(): HeldFences | null {
  return useStore(useConsole().fences, ({ held }) => held);
}

/** The faults of the training mode that are on; mostly none. */
export function useTraining(): readonly TrainingFault[] {
  return useStore(useConsole().training, ({ faults }) => faults);
}

export function useSettings<T>(select: (view: SettingsView) => T): T {
  return useStore(useConsole().settings.view, select);
}
