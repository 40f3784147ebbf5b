import type { Ros2Profile } from '../../../shared/contract/connection';
import { latched, takesAnything } from '../../ros2/qos';
import { openRosbridge } from '../../ros2/rosbridge/rosbridge';
import { createRosNode } from '../../ros2/rosNode';
import type { CameraService } from '../cameraService';
import { followBaseFrame } from './baseFrame';
import { readTransforms } from './readMessages';
import { openRosCamera } from './rosCamera';
import { createBridgeTopics, createTopics, type Topics } from './topics';
import { createTransformBuffer, type TransformBuffer } from './transforms/transformBuffer';
import { type Clocks, type WatchedTopic, watchTopic } from './watchedTopic';

type Profile = Pick<Ros2Profile, 'cameras' | 'model' | 'rosbridge'>;

/**
 * Gives the camera service the cameras of a ROS 2 profile. Only the chosen one is subscribed: pictures that
 * nobody looks at are not brought over the network. What cannot be is told by the service, in words.
 * Returns the end of it.
 */
export async function startRosCameras(
  profile: Profile,
  service: Pick<CameraService, 'openSource' | 'setChoice' | 'fail'>,
  clocks: Clocks,
): Promise<() => void> {
  const graph = await openGraph(profile).catch((error: unknown) => {
    service.fail(error instanceof Error ? error.message : String(error));
    return undefined;
  });
  if (!graph) return () => undefined;
  const { topics } = graph;
  const byTf = profile.cameras.some(({ pose }) => pose.kind === 'tf');
  const transforms = createTransformBuffer();
  const transformTopics = byTf ? watchTransforms(topics, transforms, clocks) : [];
  const baseFrame = byTf ? followBaseFrame(profile.model, topics) : () => null;
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  service.setChoice({
    names: profile.cameras.map(({ name }) => name),
    select(name) {
      const channel = profile.cameras.find((camera) => camera.name === name);
      if (!channel) throw new Error(`The connection profile has no camera "${name}".`);
      openRosCamera(
        { channel, topics, transforms, transformTopics, baseFrame, clocks, sleep },
        service.openSource,
      );
    },
  });
  return graph.close;
}

async function openGraph({
  rosbridge,
}: Profile): Promise<{ readonly topics: Topics; readonly close: () => void }> {
  if (rosbridge) {
    const bridge = openRosbridge(rosbridge);
    return { topics: createBridgeTopics(bridge), close: bridge.close };
  }
  const ros = await createRosNode('r1_camera');
  return { topics: createTopics(ros), close: ros.close };
}

/** Deep enough for all that the joints' publishers send while this process looks away. */
const transformDepth = 200;

function watchTransforms(
  topics: Topics,
  transforms: TransformBuffer,
  clocks: Clocks,
): readonly WatchedTopic[] {
  const follow = (topic: string, isStatic: boolean) =>
    watchTopic(
      topics,
      clocks,
      {
        topic,
        type: 'tf2_msgs/TFMessage',
        offer: isStatic ? latched : takesAnything,
        depth: transformDepth,
        countLosses: false,
      },
      (bytes) => {
        const received = readTransforms(bytes);
        for (const transform of received) transforms.add(transform, isStatic);
        // How old a static transform is says nothing.
        return isStatic ? 0 : Math.max(0, ...received.map(({ stampSec }) => stampSec));
      },
    );
  return [follow('/tf', false), follow('/tf_static', true)];
}
