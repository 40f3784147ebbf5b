import type { cameraContract } from '../../shared/contract/cameraContract';
import type { Client } from '../../shared/contract/channel';
import { observationSchema } from '../../shared/contract/common';
import type { EpisodeRecord } from '../../shared/contract/recorderContract';
import type { Recording } from './episode/recording';

const fetchTimeoutMs = 3000;
const namesObservation = observationSchema.pick({ observationId: true });

/**
 * When an observation is recorded, fetches its picture from the camera and records that too. What cannot
 * be had is said in a record of its own, so that no episode silently lacks a picture.
 */
export function createDecisionRecorder(recording: Recording, nowSec: () => number) {
  const seen = new Set<string>();
  const pending = new Set<Promise<void>>();

  async function fetch(
    camera: Client<typeof cameraContract> | undefined,
    observationId: string,
  ): Promise<void> {
    try {
      if (!camera) throw new Error('the camera is not connected');
      const frame = await camera.request(
        'getDecisionFrame',
        { observationId },
        { timeoutMs: fetchTimeoutMs },
      );
      if (recording.isOpen()) recording.addDecisionFrame(frame);
    } catch (error) {
      if (!recording.isOpen()) return;
      const reason = error instanceof Error ? error.message : String(error);
      recording.addRecord({
        kind: 'note',
        source: 'recorder',
        stampSec: nowSec(),
        json: JSON.stringify({ text: `The decision picture ${observationId} is not recorded: ${reason}` }),
      });
    }
  }

  return {
    note(record: EpisodeRecord, camera: Client<typeof cameraContract> | undefined): void {
      const observationId = observationIdIn(record);
      if (observationId === undefined || seen.has(observationId)) return;
      seen.add(observationId);
      const work = fetch(camera, observationId).finally(() => pending.delete(work));
      pending.add(work);
    },
    /** Resolves when every picture asked for so far is recorded, or said to be missing. */
    async settled(): Promise<void> {
      await Promise.all(pending);
    },
  };
}

function observationIdIn(record: EpisodeRecord): string | undefined {
  if (record.kind !== 'observation') return undefined;
  try {
    return namesObservation.safeParse(JSON.parse(record.json)).data?.observationId;
  } catch {
    return undefined;
  }
}
