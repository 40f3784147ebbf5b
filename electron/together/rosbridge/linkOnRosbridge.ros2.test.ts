import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fr3 } from '../../../shared/robot/fr3';
import { realClock } from '../../robot/clock';
import type { RobotDriver } from '../../robot/driver';
import { openBridgeWire } from '../../robot/ros2/bridge/bridgeWire';
import { createRos2Link } from '../../robot/ros2/ros2Link';
import { peerProfile, until } from '../ros2/testLink';
import { type BridgePeer, startBridgePeer } from './bridgePeer';

/** What the link does when a rosbridge misbehaves or goes away. */
describe('the link through a rosbridge', () => {
  let peer: BridgePeer | undefined;
  let link: ReturnType<typeof createRos2Link> | undefined;
  afterEach(() => {
    link?.close();
    peer?.close();
  });

  async function start(from: BridgePeer, ca?: string) {
    peer = from;
    const drivers: RobotDriver[] = [];
    const faults: string[] = [];
    let speed = 0;
    let closings = 0;
    const made = createRos2Link({
      profile: peerProfile(),
      openWire: async () => openBridgeWire(realClock, { url: from.url, ca }),
      clock: realClock,
      who: 'test',
      randomBytes,
      readFile: () => Promise.reject(new Error('There are no files here.')),
      modelOf: () => ({ model: fr3, remarks: [] }),
      onChanged: () => undefined,
      onOpened: (_model, makeDriver) => {
        drivers.push(
          makeDriver({
            jointState: ({ velocities }) => {
              speed = Math.max(...velocities.map(Math.abs));
            },
            feedback: () => undefined,
            fault: (problem) => faults.push(problem),
            closed: () => {
              closings++;
            },
          }),
        );
      },
    });
    link = made;
    await until(() => drivers.length > 0, 20_000, made.status);
    return {
      link: made,
      drivers,
      faults,
      speed: () => speed,
      closings: () => closings,
      told: () => ({ status: made.status(), faults, closings, speed }),
    };
  }

  const goal = (by: number, seconds: number) => {
    const point = (timeFromStart: number, offset: number) => ({
      timeFromStart,
      positions: fr3.home.map((p, j) => (j === 0 ? p + offset : p)),
      velocities: fr3.home.map(() => 0),
      accelerations: fr3.home.map(() => 0),
    });
    return {
      goalId: 'goal',
      jointNames: [...fr3.armJointNames],
      points: [point(0, 0), point(seconds, by)],
      pathTolerance: 0.1,
      goalTolerance: 0.02,
      goalTimeToleranceSec: 1,
    };
  };

  it('makes a new connection when the old one broke, and stops first what may still run', async () => {
    const { drivers, speed, closings, told } = await start(await startBridgePeer());
    const end = drivers[0]!.followTrajectory(goal(0.8, 4));
    await until(() => speed() > 0.1, 10_000, told);
    peer!.breakAll();
    expect(await end).toMatchObject({ status: 'lost' });
    await until(() => closings() === 1, 5000, told);
    await until(() => drivers.length === 2, 20_000, told);
    expect(peer!.cancels.length).toBeGreaterThan(0);
    await until(() => speed() < 0.01, 5000, told);
  });

  it('notices a line that is dead though nobody closed it', async () => {
    const { closings, told, link } = await start(await startBridgePeer());
    peer!.freeze();
    await until(() => closings() === 1, 10_000, told);
    expect(link.status().text).toMatch(/No joint state|not reached/);
    await until(() => /not reached: it has been silent/.test(link.status().text), 10_000, told);
  });

  it('gives a goal up that is rejected without a word, and takes no later one for it', async () => {
    const { drivers } = await start(await startBridgePeer());
    peer!.manners.rejection = 'silent';
    const far = goal(0.2, 1);
    const points = far.points.map((point) => ({
      ...point,
      positions: point.positions.map((p) => p + 0.4),
    }));
    expect(await drivers[0]!.followTrajectory({ ...far, points })).toMatchObject({ status: 'lost' });
    expect(drivers[0]!.otherCommander()).toBeNull();
  });

  it("names a stranger's goal, and none while only its own runs", async () => {
    const { drivers, speed, told } = await start(await startBridgePeer());
    const end = drivers[0]!.followTrajectory(goal(0.5, 3));
    await until(() => speed() > 0.1, 10_000, told);
    expect(drivers[0]!.otherCommander()).toBeNull();
    drivers[0]!.cancel();
    expect(await end).toMatchObject({ status: 'canceled' });
    await until(() => speed() < 0.01, 5000, told);
    peer!.strangersGoal();
    await until(() => drivers[0]!.otherCommander() !== null, 5000, told);
    expect(drivers[0]!.otherCommander()).toMatch('not sent from here');
    drivers[0]!.cancel();
    await until(() => drivers[0]!.otherCommander() === null, 5000, told);
  });

  it('ends the connection when the controllers vanish, though joint states go on', async () => {
    const { closings, told, link } = await start(await startBridgePeer());
    peer!.manners.noServers = true;
    await until(() => closings() === 1, 10_000, told);
    await until(() => link.status().text.includes('No controller answers'), 5000, told);
  });

  it('connects over TLS to a certificate that the profile names, and to no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'r1-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
        ...['-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    );
    const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    const { drivers, link: trusted } = await start(await startBridgePeer(tls), cert);
    expect(drivers).toHaveLength(1);
    trusted.close();
    const stranger = openBridgeWire(realClock, { url: peer!.url });
    await until(() => stranger.trouble()?.includes('not trusted'), 10_000, stranger.trouble);
    stranger.close();
    rmSync(folder, { recursive: true });
  });
});
