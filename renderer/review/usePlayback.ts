import { useEffect, useState } from 'react';

export interface Playback {
  readonly timeSec: number;
  readonly durationSec: number;
  readonly playing: boolean;
  /** Times as fast as it was. */
  readonly speed: number;
  readonly setSpeed: (speed: number) => void;
  /** Puts the cursor there and holds. */
  readonly seek: (timeSec: number) => void;
  readonly togglePlay: () => void;
}

const stepMs = 100;

/** The cursor of a time axis, and its moving on by itself while it plays. */
export function usePlayback(durationSec: number, first: () => number): Playback {
  const [timeSec, setTimeSec] = useState(first);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      setTimeSec((time) => {
        const next = Math.min(durationSec, time + (speed * stepMs) / 1000);
        if (next >= durationSec) setPlaying(false);
        return next;
      });
    }, stepMs);
    return () => clearInterval(timer);
  }, [playing, durationSec, speed]);

  return {
    timeSec,
    durationSec,
    playing,
    speed,
    setSpeed,
    seek(time) {
      setPlaying(false);
      setTimeSec(Math.min(durationSec, Math.max(0, time)));
    },
    togglePlay() {
      if (!playing && timeSec >= durationSec - 0.01) setTimeSec(0);
      setPlaying(!playing);
    },
  };
}
