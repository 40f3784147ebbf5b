import type { CameraTopic, PictureKind } from '../../episodes/reading/cameraTopics';
import type { MessagePlace } from '../../episodes/reading/messageIndex';

/** Where one picture of a camera lies. */
export interface CameraFrame {
  readonly kind: PictureKind;
  readonly place: MessagePlace;
  /** Its number within its stream. */
  readonly at: number;
}

/** All pictures of a camera by their times, whichever way each was recorded. */
export async function cameraFrames(
  places: (topic: string) => Promise<readonly MessagePlace[]>,
  { streams }: CameraTopic,
): Promise<readonly CameraFrame[]> {
  const all = await Promise.all(
    streams.map(async ({ topic, kind }) =>
      (await places(topic)).map((place, at): CameraFrame => ({ kind, place, at })),
    ),
  );
  const frames = all.flat();
  return streams.length === 1 ? frames : frames.sort((a, b) => Number(a.place.logTime - b.place.logTime));
}
