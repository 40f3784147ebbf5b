import { type BadMessageReport, type Client, connect, type Port } from '../../shared/contract/channel';
import { type WorldState, worldContract } from '../../shared/contract/simulatorContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';

export interface WorldLinkEvents {
  /** A (new) simulator or scene: states from now on are of this one. */
  onScene(robot: RobotModel, scene: Scene): void;
  onState(state: WorldState): void;
  /** Nothing can be drawn, and why: the simulator is gone, or has a robot that is not known here. */
  onGone(text: string): void;
}

/**
 * Follows the simulator's world, over a new port whenever the simulator was started anew. States of a
 * scene that has not been told are not passed on.
 */
export function createWorldLink(
  robots: readonly RobotModel[],
  events: WorldLinkEvents,
  onBadMessage: BadMessageReport,
) {
  let current: Client<typeof worldContract> | undefined;

  return {
    attach(port: Port): void {
      current?.close();
      const mine = connect(port, worldContract, onBadMessage);
      current = mine;
      let known = false;

      const take = (told: { readonly robot: string; readonly scene: Scene }) => {
        if (current !== mine) return;
        const robot = robots.find(({ name }) => name === told.robot);
        known = robot !== undefined;
        if (robot) events.onScene(robot, told.scene);
        else events.onGone(`The simulator's robot "${told.robot.slice(0, 100)}" cannot be drawn.`);
      };
      mine.on('scene', take);
      mine.on('world', (state) => {
        if (current === mine && known) events.onState(state);
      });
      mine.onClose(() => {
        if (current !== mine) return;
        current = undefined;
        events.onGone('The simulator is gone; the picture comes back with it.');
      });
      mine.request('getScene', {}).then(take, (error: unknown) => {
        if (current === mine) events.onGone(`The simulator gave no scene (${String(error)}).`);
      });
    },
  };
}
