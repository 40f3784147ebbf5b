import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { DemonstrationAction } from '../../shared/contract/demonstrationKeys';
import { HomeControl } from '../operate/HomeControl';
import { SceneControl } from '../operate/SceneControl';
import toolbar from '../operate/Toolbar.module.css';
import { RobotView } from '../robotView/RobotView';
import { LiveView } from '../stage/LiveView';
import { createPlanCursor } from '../stage/planCursor';
import { useConsole, useLoop, useRobotModel, useSettings } from '../ui/ConsoleContext';
import type { JogSpace } from './commandOf';
import styles from './DemonstratePage.module.css';
import { DemonstrationColumn } from './DemonstrationColumn';
import { GhostTarget } from './GhostTarget';
import { createGhost } from './ghostStore';
import { JogPanel, type Way } from './JogPanel';
import { useDemonstrationKeys } from './useDemonstrationKeys';
import { useGamepad } from './useGamepad';

/** One demonstration after another, without a model: the operator moves the arm, and everything is recorded. */
export function DemonstratePage() {
  const { demonstration, telemetry } = useConsole();
  const [cursor] = useState(createPlanCursor);
  const [large, setLarge] = useState<'live' | 'robot' | null>(null);
  const [space, setSpace] = useState<JogSpace>('base');
  const [joint, setJoint] = useState(0);
  const [notes, setNotes] = useState('');
  const [binding, setBinding] = useState(false);
  const [way, setWay] = useState<Way>('jog');
  const robot = useRobotModel();
  const joints = robot?.armJointNames.length ?? 1;
  const ghost = useMemo(() => (robot ? createGhost(robot) : null), [robot]);
  const means = useStore(demonstration.view, (view) => view.means);
  const planning = useLoop(({ session }) => session.state !== 'idle');
  useEffect(() => {
    setWay(means === 'plans' ? 'ghost' : 'jog');
  }, [means]);
  useEffect(() => {
    const now = telemetry.getState().robot;
    // After a motion the ghost begins where the arm has come to.
    if (way === 'ghost' && !planning && now) ghost?.settle(now.positions);
  }, [way, planning, ghost, telemetry]);
  const countdownSec = useSettings(({ settings }) => settings.demonstrate.countdownSec);
  const jogging = useStore(demonstration.view, ({ phase, jog }) => phase === 'recording' && jog !== null);
  const gamepad = useGamepad(jogging);

  const choose = useCallback(
    (next: JogSpace) => {
      demonstration.holds.setSpace(next);
      setSpace(next);
    },
    [demonstration],
  );
  const press = useCallback(
    (action: DemonstrationAction) => {
      const { phase } = demonstration.view.getState();
      const judge = (verdict: 'success' | 'failure') => {
        void demonstration.judge(verdict, notes);
        setNotes('');
      };
      if (action === 'endEpisode' && phase === 'recording') void demonstration.endEpisode();
      else if (action === 'endEpisode' || action === 'success') judge('success');
      else if (action === 'failure') judge('failure');
      else if (action === 'again') void demonstration.again(countdownSec);
      else if (action === 'marker') demonstration.marker();
      else if (action === 'closeGripper' || action === 'openGripper')
        void demonstration.grip(action === 'openGripper');
      else if (action === 'nextJoint') setJoint((now) => (now + 1) % joints);
      else if (action === 'previousJoint') setJoint((now) => (now + joints - 1) % joints);
    },
    [demonstration, notes, joints, countdownSec],
  );
  useDemonstrationKeys({ joint, onPress: press, off: binding });
  const enlarge = (view: 'live' | 'robot') => ({
    large: large === view,
    onLarge: () => setLarge(large === view ? null : view),
  });
  return (
    <div className={styles.page} data-testid="demonstrate-page">
      <div className={styles.work}>
        <div className={toolbar.bar}>
          <span className={styles.title}>The operator moves the arm; no model takes part.</span>
          <div className={toolbar.controls}>
            <SceneControl />
            <HomeControl />
          </div>
        </div>
        <div className={styles.stage} data-large={large}>
          <LiveView {...enlarge('live')} />
          <RobotView {...enlarge('robot')} cursor={cursor}>
            {way === 'ghost' && ghost && !planning && <GhostTarget ghost={ghost} />}
          </RobotView>
        </div>
        <JogPanel
          way={way}
          onWay={setWay}
          ghost={ghost}
          space={space}
          onSpace={choose}
          joint={joint}
          onJoint={setJoint}
          gamepad={gamepad}
        />
      </div>
      <DemonstrationColumn notes={notes} onNotes={setNotes} onBinding={setBinding} />
    </div>
  );
}
