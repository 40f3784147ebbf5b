import type { ModelChoices } from '../../shared/contract/connection';
import { fr3 } from '../../shared/robot/fr3';
import type { RobotModel } from '../../shared/robot/robotModel';

/**
 * The model of the robot that a profile names, with the profile's choices in it. `urdf`: the text of the
 * topic or file where the source is one. Throws in words.
 */
export function robotModelOf(choices: ModelChoices, urdf: string | null): RobotModel {
  const { source } = choices;
  if (source.kind === 'bundled' && source.name === 'fr3') return fr3;
  throw new Error(
    urdf === null
      ? `There is no bundled model of "${source.kind === 'bundled' ? source.name : ''}".`
      : 'A robot model cannot be made from a description yet.',
  );
}
