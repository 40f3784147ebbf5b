/** Where a LeRobot v3.0 data set keeps things, relative to its folder. */
export const codebaseVersion = 'v3.0';
export const infoPath = 'meta/info.json';
export const statsPath = 'meta/stats.json';
export const tasksPath = 'meta/tasks.parquet';
/** Ours: which recording each episode came from. Other readers pass it over. */
export const sourcesPath = 'meta/r1_sources.jsonl';
export const dataPattern = 'data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet';
export const videoPattern = 'videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4';

/** A data set's files are numbered within chunks (folders) of at most `chunks_size`. */
export interface FilePlace {
  readonly chunk: number;
  readonly file: number;
}

export function nextPlace({ chunk, file }: FilePlace, chunksSize: number): FilePlace {
  return file + 1 >= chunksSize ? { chunk: chunk + 1, file: 0 } : { chunk, file: file + 1 };
}

const numbered = ({ chunk, file }: FilePlace) =>
  `chunk-${String(chunk).padStart(3, '0')}/file-${String(file).padStart(3, '0')}`;

export const dataPath = (place: FilePlace) => `data/${numbered(place)}.parquet`;
export const episodesPath = (place: FilePlace) => `meta/episodes/${numbered(place)}.parquet`;
export const videoPath = (key: string, place: FilePlace) => `videos/${key}/${numbered(place)}.mp4`;
export const cameraKey = (name: string) => `observation.images.${name}`;
