import type { Settings } from '../../shared/contract/bridge';
import type { Paths } from './paths';
import { overruledVariables } from './processEnvironment';

/**
 * The environment of every utility process: main's own, what electron/utility/environment.ts reads, and
 * the refusal of ONNX Runtime's telemetry. A library may read that before any code of ours has run, so it
 * has to be there from the process's first moment. `connection` is what only the robot's side gets.
 */
export function childEnvironment(
  own: NodeJS.ProcessEnv,
  paths: Pick<Paths, 'data' | 'episodes' | 'resources'>,
  settings: Pick<Settings, 'sceneSeed'>,
  connection: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !overruledVariables.some((each) => each === name));
  return {
    ...Object.fromEntries(kept),
    ...connection,
    R1_DATA_DIR: paths.data,
    R1_EPISODES_DIR: paths.episodes,
    R1_RESOURCES_DIR: paths.resources,
    R1_SCENE_SEED: own.R1_SCENE_SEED ?? String(settings.sceneSeed),
    ORT_DISABLE_TELEMETRY: '1',
  };
}
