import loadMujoco, { type MainModule, type MjModel } from '@mujoco/mujoco';
import type { Pose } from '../../shared/geometry/pose';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import type { JointReference } from './jointReference';
import { mjcf } from './mjcf';
import { objectJoint } from './mjcfObjects';
import { armActuator, gripperActuator } from './mjcfRobot';
import { armGains, gripperGains } from './servoGains';

export type Physics = MainModule;

/** The physics engine, a WebAssembly module of its own; takes about 0.2 s. */
export const loadPhysics = (): Promise<Physics> => loadMujoco();

export interface MeasuredJoints {
  readonly positions: readonly number[];
  readonly velocities: readonly number[];
  /** Torque of the motors, gravity compensation included (N m). */
  readonly efforts: readonly number[];
}

export interface MeasuredGripper {
  /** Opening between the pads (m) and its rate of change (m/s). */
  readonly width: number;
  readonly speed: number;
  /** Force of the drive on each finger, positive when it closes (N). */
  readonly closingForce: number;
}

/** Opening (m), its rate (m/s), and the force that the drive may use for them (N). */
export interface GripperReference {
  readonly width: number;
  readonly speed: number;
  readonly maxForce: number;
}

/** One compiled model and its state. Not usable after dispose, which frees the engine's memory. */
export interface World {
  /** Physics seconds since the world was made. */
  readonly timeSec: () => number;
  readonly arm: () => MeasuredJoints;
  readonly fingers: () => MeasuredJoints;
  readonly gripper: () => MeasuredGripper;
  readonly objectPose: (id: string) => Pose;
  /** One physics step with the servos following these references. Throws if the state is no longer finite. */
  readonly step: (arm: JointReference, gripper: GripperReference) => void;
  readonly dispose: () => void;
}

/** Compiles robot and scene; the arm stands at home with the gripper open. Throws what MuJoCo objects to. */
export function createWorld(physics: Physics, robot: RobotModel, scene: Scene): World {
  const model = compile(physics, mjcf(robot, scene));
  const data = new physics.MjData(model);
  const inertiaTorque = new physics.DoubleBuffer(model.nv);
  const joints = jointTable(physics, model);
  const actuator = (name: string) => indexOf(physics, model, physics.mjtObj.mjOBJ_ACTUATOR.value, name);

  const armJoints = robot.armJointNames.map((name) => {
    const limits = robot.joints.find((j) => j.name === name)?.limits;
    if (!limits) throw new Error(`Arm joint ${name} has no limits.`);
    return { ...joints(name), servo: actuator(armActuator(name)), gains: armGains(limits) };
  });
  const fingerJoints = robot.gripper.fingerJointNames.map(joints);
  const gripperServo = actuator(gripperActuator);
  const objects = new Map(scene.objects.map((object) => [object.id, joints(objectJoint(object.id))]));

  // The engine hands out views into its memory that go stale when that memory grows: never keep one.
  const view = {
    qpos: () => data.qpos as Float64Array,
    qvel: () => data.qvel as Float64Array,
    ctrl: () => data.ctrl as Float64Array,
    actuatorForce: () => data.actuator_force as Float64Array,
    jointForce: () => data.qfrc_actuator as Float64Array,
    forceRange: () => model.actuator_forcerange as Float64Array,
  };

  function measure(of: readonly JointAddress[]): MeasuredJoints {
    const [qpos, qvel, force] = [view.qpos(), view.qvel(), view.jointForce()];
    return {
      positions: of.map((j) => qpos[j.position]!),
      velocities: of.map((j) => qvel[j.velocity]!),
      efforts: of.map((j) => force[j.velocity]!),
    };
  }

  /** Torques (by degree of freedom) that the reference's accelerations and the arm's own motion need. */
  function feedForward(reference: JointReference): (dof: number) => number {
    const accelerations = new Array<number>(model.nv).fill(0);
    armJoints.forEach((j, i) => {
      accelerations[j.velocity] = reference.accelerations[i]!;
    });
    physics.mj_mulM(model, data, inertiaTorque, accelerations);
    const inertia = inertiaTorque.GetView() as Float64Array;
    const bias = data.qfrc_bias as Float64Array;
    const gravity = data.qfrc_gravcomp as Float64Array;
    const passive = data.qfrc_passive as Float64Array;
    return (dof) => inertia[dof]! + bias[dof]! - gravity[dof]! - passive[dof]!;
  }

  /**
   * A position servo with feed-forward, written as the set point of MuJoCo's servo, whose force is
   * stiffness (ctrl - q) - damping qd, limited to the joint's effort. The velocity reference is that of
   * the step's end, where the implicit integrator takes the damping.
   */
  function drive(reference: JointReference, gripper: GripperReference): void {
    const torque = feedForward(reference);
    const ctrl = view.ctrl();
    const stepSec = model.opt.timestep;
    armJoints.forEach((j, i) => {
      const velocity = reference.velocities[i]! + reference.accelerations[i]! * stepSec;
      const extra = j.gains.damping * velocity + torque(j.velocity);
      ctrl[j.servo] = reference.positions[i]! + extra / j.gains.stiffness;
    });
    ctrl[gripperServo] = gripper.width + (gripperGains.damping * gripper.speed) / gripperGains.stiffness;
    const range = view.forceRange();
    range[2 * gripperServo] = -gripper.maxForce;
    range[2 * gripperServo + 1] = gripper.maxForce;
  }

  const home = view.qpos();
  armJoints.forEach((j, i) => {
    home[j.position] = robot.home[i]!;
  });
  for (const j of fingerJoints) home[j.position] = robot.gripper.maxWidth / 2;
  view.ctrl()[gripperServo] = robot.gripper.maxWidth;
  physics.mj_forward(model, data);

  return {
    timeSec: () => data.time,
    arm: () => measure(armJoints),
    fingers: () => measure(fingerJoints),
    gripper: () => {
      const [qpos, qvel] = [view.qpos(), view.qvel()];
      return {
        width: fingerJoints.reduce((sum, j) => sum + qpos[j.position]!, 0),
        speed: fingerJoints.reduce((sum, j) => sum + qvel[j.velocity]!, 0),
        closingForce: -view.actuatorForce()[gripperServo]!,
      };
    },
    objectPose: (id) => {
      const address = objects.get(id);
      if (!address) throw new Error(`There is no object ${id} in the scene.`);
      const [x, y, z, qw, qx, qy, qz] = view.qpos().subarray(address.position, address.position + 7);
      return { position: [x!, y!, z!], orientation: [qx!, qy!, qz!, qw!] };
    },
    step: (arm, gripper) => {
      drive(arm, gripper);
      physics.mj_step(model, data);
      if (!view.qvel().every(Number.isFinite)) {
        throw new Error(`The physics became unstable ${data.time.toFixed(2)} s after the scene was loaded.`);
      }
    },
    dispose: () => {
      inertiaTorque.delete();
      data.delete();
      model.delete();
    },
  };
}

interface JointAddress {
  /** Index of the joint's first value in qpos, and in qvel and all forces. */
  readonly position: number;
  readonly velocity: number;
}

function jointTable(physics: Physics, model: MjModel): (name: string) => JointAddress {
  const positions = Array.from(model.jnt_qposadr as Int32Array);
  const velocities = Array.from(model.jnt_dofadr as Int32Array);
  return (name) => {
    const id = indexOf(physics, model, physics.mjtObj.mjOBJ_JOINT.value, name);
    return { position: positions[id]!, velocity: velocities[id]! };
  };
}

function indexOf(physics: Physics, model: MjModel, kind: number, name: string): number {
  const id = physics.mj_name2id(model, kind, name);
  if (id < 0) throw new Error(`The physics model has no ${name}.`);
  return id;
}

/** MuJoCo's message carries a stack of the engine after its text. */
function compile(physics: Physics, xml: string): MjModel {
  try {
    return physics.MjModel.from_xml_string(xml);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new Error(`The physics engine refused the scene: ${text.split('\n    at ')[0]!.trim()}`);
  }
}
