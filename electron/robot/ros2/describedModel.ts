import type { ModelSource, PreflightFinding } from '../../../shared/contract/connection';
import type { RobotModel } from '../../../shared/robot/robotModel';
import type { ReadUrdf } from '../../../shared/robot/urdf/readUrdf';
import { latched } from '../../ros2/qos';
import { readString } from './jointStateMessage';
import type { RobotWire } from './robotWire';

const textType = 'std_msgs/msg/String';

export interface DescribedModelOptions {
  readonly wire: RobotWire;
  readonly source: ModelSource;
  /** The text of a robot description file; rejects in words. */
  readonly readFile: (path: string) => Promise<string>;
  /** Throws in words. */
  readonly modelOf: (urdf: string | null) => ReadUrdf;
  /** A model was read, for the first time or anew. */
  readonly onModel: (model: RobotModel) => void;
}

/** The robot's model from where the profile says: bundled, a file, or robot_description, which may come anew. */
export function followModel({ wire, source, readFile, modelOf, onModel }: DescribedModelOptions) {
  let model: RobotModel | undefined;
  let problem: string | null = null;
  let remarks: readonly string[] = [];

  function adopt(urdf: string | null): void {
    try {
      const read = modelOf(urdf);
      model = read.model;
      remarks = read.remarks;
      problem = null;
      onModel(read.model);
    } catch (error) {
      problem = (error as Error).message;
    }
  }

  if (source.kind === 'bundled') adopt(null);
  else if (source.kind === 'file') {
    readFile(source.path).then(adopt, (error: Error) => {
      problem = `The robot description ${source.path} cannot be read: ${error.message}`;
    });
  } else {
    let newest: string | undefined;
    wire.subscribe(source.topic, textType, { offer: latched, depth: 1 }, (bytes) => {
      try {
        const text = readString(bytes);
        if (text === newest) return;
        newest = text;
        adopt(text);
      } catch {
        problem = `What came on ${source.topic} is no text.`;
      }
    });
  }

  return {
    model: () => model,
    /** Why there is no model yet, in words. */
    trouble(): string | null {
      if (model) return null;
      if (problem) return problem;
      if (source.kind !== 'topic') return 'The robot description is being read.';
      return (
        wire.whyNothingComes(source.topic, { type: textType, qos: latched }) ??
        `The robot description has not come on ${source.topic} yet.`
      );
    },
    findings: (): readonly PreflightFinding[] => remarks.map(descriptionFinding),
  };
}

/** What was guessed or left out when the robot's description was read. */
const descriptionFinding = (text: string): PreflightFinding => ({
  check: 'robotDescription',
  level: 'warning',
  text: text.slice(0, 600),
  next: 'Compare the 3D view with the robot; correct the description or the profile where they differ.',
});
