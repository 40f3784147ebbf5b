import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { Overlay } from '../stage/Overlay';
import { Pane } from '../stage/Pane';
import { Picture } from '../stage/Picture';
import { alternativesOf } from '../stage/proposed';
import { formatSec } from '../ui/format';
import { RecordedPicture } from './RecordedPicture';
import styles from './ReplayPictures.module.css';
import { type EpisodeNouns, latestAt } from './readEpisode';
import { useFrameAt } from './useFrameAt';

interface Props {
  readonly episodeId: string;
  readonly cameras: EpisodeDetail['cameras'];
  /** The topic of the camera that is shown. */
  readonly camera: string | undefined;
  readonly onCamera: (topic: string) => void;
  readonly nouns: EpisodeNouns;
  readonly timeSec: number;
}

const fallbackSize = { width: 640, height: 480 };

/** The camera at the cursor, and the decision frame with what the model proposed on it. */
export function ReplayPictures({ episodeId, cameras, camera, onCamera, nouns, timeSec }: Props) {
  const { frame: live, problem } = useFrameAt(episodeId, timeSec, 'live', camera);
  // Where nothing was decided there is room for another camera.
  const second = nouns.observations.length === 0 ? cameras.find(({ topic }) => topic !== camera) : undefined;
  const { frame: decision, problem: otherProblem } = useFrameAt(
    episodeId,
    timeSec,
    second ? 'live' : 'decision',
    second?.topic,
  );
  const observation = latestAt(nouns.observations, timeSec)?.value;
  const proposal = nouns.proposals.findLast(
    ({ value }) => value.observationId === observation?.observationId,
  )?.value;
  const size = observation?.camera ?? fallbackSize;
  return (
    <>
      <Pane
        title="Camera"
        note={
          <span className={styles.note}>
            {cameras.length > 1 && (
              <select
                aria-label="Camera"
                data-testid="replay-camera"
                value={camera}
                onChange={(event) => onCamera(event.currentTarget.value)}
              >
                {cameras.map(({ name, topic }) => (
                  <option key={topic} value={topic}>
                    {name}
                  </option>
                ))}
              </select>
            )}
            {live && `at ${formatSec(Math.max(0, live.timeSec))}`}
          </span>
        }
      >
        {live ? (
          <Picture size={size}>
            <RecordedPicture frame={live} alt="Camera at the cursor" />
          </Picture>
        ) : (
          <p className={styles.none}>{problem ?? 'No picture at this time.'}</p>
        )}
      </Pane>
      <Pane
        title={second ? `Camera ${second.name}` : 'Decision frame'}
        note={decision && <span>at {formatSec(Math.max(0, decision.timeSec))}</span>}
      >
        {decision ? (
          <Picture
            size={size}
            overlay={
              <Overlay
                width={size.width}
                height={size.height}
                box={proposal?.generations.find(({ box }) => box)?.box ?? null}
                waypoints={proposal?.generations.find(({ waypoints }) => waypoints)?.waypoints ?? []}
                alternatives={alternativesOf(proposal)}
                preview={false}
                testIds="overlay"
              />
            }
          >
            <RecordedPicture
              frame={decision}
              alt={second ? `Camera ${second.name} at the cursor` : 'Decision frame'}
            />
          </Picture>
        ) : (
          <p className={styles.none}>{otherProblem ?? 'No decision frame was recorded.'}</p>
        )}
      </Pane>
    </>
  );
}
