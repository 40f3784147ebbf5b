import { Line } from '@react-three/drei';
import { IconCube3dSphere } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { createStore } from 'zustand/vanilla';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { driveBy } from '../robotView/drives';
import { GroundingMarks } from '../robotView/GroundingMarks';
import { ghostOpacity, RobotBody } from '../robotView/RobotBody';
import { RobotScene } from '../robotView/RobotScene';
import { Pane } from '../stage/Pane';
import { usePalette } from '../theme/usePalette';
import { plannedAt } from './jointRows';
import styles from './ReplayPictures.module.css';
import { type EpisodeNouns, latestAt } from './readEpisode';
import { measuredAt, robotOf, tipPath } from './recordedPosture';

interface Props {
  readonly detail: EpisodeDetail;
  readonly nouns: EpisodeNouns;
  readonly timeSec: number;
}

/** The recorded robot in space at the cursor, with where the plan had it then as a ghost, and the tip's way. */
export function ReplayRobot({ detail, nouns, timeSec }: Props) {
  const palette = usePalette();
  const robot = useMemo(() => robotOf(nouns, detail), [nouns, detail]);
  const planned = useMemo(
    () => robot && plannedAt(detail, nouns, robot.armJointNames),
    [detail, nouns, robot],
  );
  const [cursor] = useState(() => createStore(() => ({ timeSec })));
  useEffect(() => cursor.setState({ timeSec }), [cursor, timeSec]);
  const actual = useMemo(
    () => robot && driveBy(cursor, (at) => measuredAt(detail, robot, at.timeSec)),
    [cursor, detail, robot],
  );
  const ghost = useMemo(
    () =>
      planned &&
      driveBy(cursor, (at) => {
        const wanted = planned(at.timeSec);
        const positions = wanted?.positions.flatMap((each) => each ?? []);
        return wanted && positions?.length === wanted.positions.length
          ? { positions, gripperWidth: wanted.gripperWidth }
          : null;
      }),
    [cursor, planned],
  );
  const path = useMemo(() => (robot ? tipPath(detail, robot) : []), [detail, robot]);
  const plan = nouns.plans.some((each) => each.timeSec <= timeSec)
    ? latestAt(nouns.plans, timeSec)?.value
    : null;
  const ghosted = planned?.(timeSec) != null;
  return (
    <Pane
      title="Robot"
      icon={<IconCube3dSphere size={14} aria-hidden />}
      testId="replay-robot"
      note={
        robot && (
          <span className={styles.note}>
            {ghosted && <span className={styles.ghost}>ghost: the plan</span>}
            <span>{robot.name}</span>
          </span>
        )
      }
    >
      {robot && actual && detail.joints.timeSec.length > 0 ? (
        <RobotScene palette={palette}>
          <RobotBody robot={robot} drive={actual} />
          {ghosted && ghost && (
            <RobotBody robot={robot} drive={ghost} ghost={{ color: palette.accent, opacity: ghostOpacity }} />
          )}
          {path.length > 1 && <Line points={path} color={palette.textMuted} lineWidth={1.25} />}
          {plan?.grounding && (
            <GroundingMarks grounding={plan.grounding} color={palette.accent} repairedColor={palette.warn} />
          )}
        </RobotScene>
      ) : (
        <p className={styles.none}>
          {robot ? 'No joint states were recorded.' : 'It is not known which robot this was.'}
        </p>
      )}
    </Pane>
  );
}
