import { mjcf } from '../electron/simulator/mjcf';
import { objectJoint } from '../electron/simulator/mjcfObjects';
import { sceneOfSeed } from '../electron/simulator/serveSimulator';
import { loadPhysics } from '../electron/simulator/world';
import type { WorldState } from '../shared/contract/simulatorContract';
import { rotate } from '../shared/geometry/pose';
import { fr3 } from '../shared/robot/fr3';
import type { RobotModel } from '../shared/robot/robotModel';

/** What a ray through the centre of a pixel met first. */
export interface Hit {
  /** z in the optical frame (m). */
  readonly depth: number;
  /** Number of the geom in the physics model. */
  readonly geom: number;
  readonly onRobot: boolean;
}

export interface RayCaster {
  /** Undefined where the ray meets nothing. */
  cast(u: number, v: number): Hit | undefined;
  dispose(): void;
}

/** The robot with the shapes that the picture shows in place of the larger ones that physics collides. */
export const drawnRobot: RobotModel = {
  ...fr3,
  links: fr3.links.map((link) => ({ ...link, collisions: link.visuals })),
};

/** MuJoCo's own ray casts on the simulator's physics model of a seed's scene, in the state `truth`. */
export async function createRayCaster(
  seed: number,
  truth: WorldState,
  robot: RobotModel = fr3,
): Promise<RayCaster> {
  const physics = await loadPhysics();
  const scene = sceneOfSeed(seed);
  const model = physics.MjModel.from_xml_string(mjcf(robot, scene));
  const data = new physics.MjData(model);
  const position = (joint: string) => {
    const id = physics.mj_name2id(model, physics.mjtObj.mjOBJ_JOINT.value, joint);
    return (model.jnt_qposadr as Int32Array)[id]!;
  };
  const qpos = data.qpos as Float64Array;
  for (const [joint, value] of Object.entries(truth.joints)) qpos[position(joint)] = value;
  for (const { id, pose } of truth.objects) {
    const [x, y, z, w] = pose.orientation;
    qpos.set([...pose.position, w, x, y, z], position(objectJoint(id)));
  }
  physics.mj_forward(model, data);

  const baseBody = physics.mj_name2id(model, physics.mjtObj.mjOBJ_BODY.value, robot.baseFrame);
  const rootOfBody = Array.from(model.body_rootid as Int32Array);
  const bodyOfGeom = Array.from(model.geom_bodyid as Int32Array);
  const geomHit = new physics.IntBuffer(1);
  const { camera } = scene;
  const { position: origin, orientation } = camera.poseInBase;
  const noGroups = [1, 1, 1, 1, 1, 1];

  return {
    cast(u, v) {
      // A direction whose optical z is 1: the distance in its own length is the depth.
      const direction = rotate(orientation, [(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy, 1]);
      const depth = physics.mj_ray(
        model,
        data,
        [...origin],
        [...direction],
        noGroups,
        true,
        -1,
        geomHit,
        null,
      );
      if (depth < 0) return undefined;
      const geom = (geomHit.GetView() as Int32Array)[0]!;
      return { depth, geom, onRobot: rootOfBody[bodyOfGeom[geom]!] === baseBody };
    },
    dispose() {
      geomHit.delete();
      data.delete();
      model.delete();
    },
  };
}
