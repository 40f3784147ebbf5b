#!/usr/bin/env python3
"""A robot on the ROS graph that shares no code with the console: rclpy, a kinematic model, and faults on command.

Its arm has a UR5e's joint names and lengths, in /joint_states in another order, with joints that are not the
arm's, at 500 Hz with jitter. Trajectories come by action (or, from strangers, by topic) and are followed
exactly, except where a fault says otherwise. Commands come as lines on stdin, words about what happened go as
JSON lines to stdout: {"event": "ready"}, {"event": "goal", ...}, {"event": "cancel", ...}, {"event": "done"}.

Its gripper takes the same openings by three controllers: ParallelGripperCommand, GripperCommand and a trajectory.

Commands (normal ends every lasting fault):
  stop_publishing        joint states stop; the action goes on
  nan                    positions of one arm joint are NaN
  wrong_order            positions stand in another order than the names
  missing_joint          one arm joint is left out
  jump RAD               one arm joint is RAD off from now on
  limit                  one arm joint stands outside its limits
  effort                 efforts far above what the joint bears
  slow HZ                joint states at HZ
  clock_jump SEC         stamps are SEC off from now on
  reject                 goals are rejected
  abort CODE             goals are aborted with this code half a second after their start
  stuck                  the arm stands still whatever is commanded: tolerances are violated
  canceled_while_moving  a cancel is answered CANCELED, and the arm moves on to the trajectory's end
  succeed_early          goals are answered SUCCEEDED half a second after their start, and the arm moves on
  ignore_cancel          a cancel is refused
  slow_stop SEC          braking after a cancel takes SEC
  foreign_goal           another node sends a goal to the controller
  foreign_topic          another node publishes a trajectory to the controller
  object RAD             something stands between the fingers: they get no further than to this position
  drop_action            the action server goes away, joint states go on
  vanish                 the process ends at once, without a word to the graph
  normal
"""

import argparse
import json
import math
import os
import random
import sys
import threading
import time

import rclpy
from control_msgs.action import FollowJointTrajectory, GripperCommand, ParallelGripperCommand
from rclpy.action import ActionClient, ActionServer, CancelResponse, GoalResponse
from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.executors import MultiThreadedExecutor
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from trajectory_msgs.msg import JointTrajectory, JointTrajectoryPoint

ARM = ["shoulder_pan_joint", "shoulder_lift_joint", "elbow_joint", "wrist_1_joint", "wrist_2_joint", "wrist_3_joint"]
GRIPPER = "robotiq_85_left_knuckle_joint"
# As joint_state_broadcaster might order them, with a rail that is not the arm's.
PUBLISHED = ["elbow_joint", GRIPPER, "rail_joint", "shoulder_lift_joint", "wrist_3_joint", "shoulder_pan_joint", "wrist_1_joint", "wrist_2_joint"]
HOME = [0.0, -1.9, 1.9, -1.57, -1.57, 0.0]
CONTROLLER = "scaled_joint_trajectory_controller"
ACTION = f"/{CONTROLLER}/follow_joint_trajectory"
GRIPPER_ACTION = "/robotiq_gripper_controller/gripper_cmd"
COMMAND_ACTION = "/gripper_action_controller/gripper_cmd"
GRIPPER_TRAJECTORY = "/gripper_trajectory_controller/follow_joint_trajectory"
GRIPPER_RANGE = 0.8  # rad, 0 is open
VELOCITY_LIMIT = 3.14
BRAKING = 8.0  # rad/s^2
DEFAULT_PATH, DEFAULT_GOAL = 0.2, 0.02


def say(event, **rest):
    sys.stdout.write(json.dumps({"event": event, "t": time.time(), **rest}) + "\n")
    sys.stdout.flush()


def seconds(duration):
    return duration.sec + duration.nanosec * 1e-9


def urdf():
    pi = math.pi
    lengths = [
        # joint, parent, child, xyz, rpy, length of the child's body and its direction
        ("shoulder_pan_joint", "base_link_inertia", "shoulder_link", (0, 0, 0.1625), (0, 0, 0)),
        ("shoulder_lift_joint", "shoulder_link", "upper_arm_link", (0, 0, 0), (pi / 2, 0, 0)),
        ("elbow_joint", "upper_arm_link", "forearm_link", (-0.425, 0, 0), (0, 0, 0)),
        ("wrist_1_joint", "forearm_link", "wrist_1_link", (-0.3922, 0, 0.1333), (0, 0, 0)),
        ("wrist_2_joint", "wrist_1_link", "wrist_2_link", (0, -0.0997, 0), (pi / 2, 0, 0)),
        ("wrist_3_joint", "wrist_2_link", "wrist_3_link", (0, 0.0996, 0), (pi / 2, pi, pi)),
    ]
    body = {
        "upper_arm_link": ((-0.2125, 0, 0.138), (0, pi / 2, 0), 0.425),
        "forearm_link": ((-0.1961, 0, 0.007), (0, pi / 2, 0), 0.392),
    }
    triple = lambda values: " ".join(str(value) for value in values)
    origin = lambda xyz, rpy: f'<origin xyz="{triple(xyz)}" rpy="{triple(rpy)}"/>'
    links = ["base_link", "base_link_inertia", *(row[2] for row in lengths), "tool0"]
    text = ['<?xml version="1.0"?>', '<robot name="fixture_ur5e">']
    for name in links:
        xyz, rpy, length = body.get(name, ((0, 0, 0), (0, 0, 0), 0.1))
        shape = f'{origin(xyz, rpy)}<geometry><cylinder radius="0.05" length="{length}"/></geometry>'
        hollow = name in ("base_link", "tool0")
        text.append(f'<link name="{name}"/>' if hollow else f'<link name="{name}"><visual>{shape}</visual><collision>{shape}</collision></link>')
    text.append(f'<joint name="base_fixed" type="fixed"><parent link="base_link"/><child link="base_link_inertia"/>{origin((0, 0, 0), (0, 0, pi))}</joint>')
    for name, parent, child, xyz, rpy in lengths:
        text.append(
            f'<joint name="{name}" type="revolute"><parent link="{parent}"/><child link="{child}"/>{origin(xyz, rpy)}'
            f'<axis xyz="0 0 1"/><limit lower="{-2 * pi}" upper="{2 * pi}" velocity="{VELOCITY_LIMIT}" effort="150"/></joint>'
        )
    text.append(f'<joint name="tool0_fixed" type="fixed"><parent link="wrist_3_link"/><child link="tool0"/>{origin((0, 0, 0), (0, 0, 0))}</joint>')
    text.append("</robot>")
    return "\n".join(text)


class Track:
    """One trajectory in time: cubic between points (velocities are asked for), the last point held."""

    def __init__(self, start, trajectory, order):
        self.points = [(0.0, list(start), [0.0] * len(ARM))]
        for point in trajectory.points:
            at = seconds(point.time_from_start)
            positions = [point.positions[i] for i in order]
            velocities = [point.velocities[i] for i in order] if len(point.velocities) else [0.0] * len(ARM)
            if at <= 0:
                self.points = [(0.0, positions, velocities)]
            else:
                self.points.append((at, positions, velocities))
        self.duration = self.points[-1][0]

    def at(self, time_sec):
        if time_sec >= self.duration:
            return list(self.points[-1][1]), [0.0] * len(ARM)
        index = max(i for i, point in enumerate(self.points) if point[0] <= time_sec)
        (t0, p0, v0), (t1, p1, v1) = self.points[index], self.points[index + 1]
        span = t1 - t0
        s = (time_sec - t0) / span
        positions, velocities = [], []
        for a, va, b, vb in zip(p0, v0, p1, v1):
            c2 = 3 * (b - a) - (2 * va + vb) * span
            c3 = 2 * (a - b) + (va + vb) * span
            positions.append(a + va * span * s + c2 * s * s + c3 * s**3)
            velocities.append((va * span + 2 * c2 * s + 3 * c3 * s * s) / span)
        return positions, velocities


class Arm:
    """Positions and velocities in ARM's order; moved by time alone."""

    def __init__(self):
        self.lock = threading.RLock()
        self.positions, self.velocities = list(HOME), [0.0] * len(ARM)
        self.track, self.started, self.braking = None, 0.0, BRAKING
        self.stuck = False
        self.last = time.monotonic()

    def follow(self, track):
        with self.lock:
            self.track, self.started = track, time.monotonic()

    def release(self):
        with self.lock:
            self.track = None

    def desired(self):
        with self.lock:
            if not self.track:
                return list(self.positions), 0.0
            elapsed = time.monotonic() - self.started
            return self.track.at(elapsed)[0], elapsed

    def step(self):
        with self.lock:
            now = time.monotonic()
            span, self.last = now - self.last, now
            if self.track:
                positions, velocities = self.track.at(now - self.started)
            else:
                slower = [math.copysign(max(0.0, abs(v) - self.braking * span), v) for v in self.velocities]
                positions = [p + (v + w) / 2 * span for p, v, w in zip(self.positions, self.velocities, slower)]
                velocities = slower
            if self.stuck:
                positions, velocities = list(self.positions), [0.0] * len(ARM)
            self.positions, self.velocities = positions, velocities
            return list(positions), list(velocities)


class Robot(Node):
    def __init__(self, rate, seed):
        super().__init__(CONTROLLER)
        self.random = random.Random(seed)
        self.rate = rate
        self.fault, self.value = "normal", 0.0
        self.offset, self.skew, self.object = 0.0, 0.0, None
        self.arm = Arm()
        self.gripper = 0.0
        self.active = None
        self.group = ReentrantCallbackGroup()
        self.declare_parameter("joints", ARM)
        self.declare_parameter("constraints.goal_time", 0.0)
        self.declare_parameter("constraints.stopped_velocity_tolerance", 0.01)
        self.states = self.create_publisher(JointState, "/joint_states", 10)
        kept = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL)
        self.description = self.create_publisher(String, "/robot_description", kept)
        self.description.publish(String(data=urdf()))
        self.server = ActionServer(
            self, FollowJointTrajectory, ACTION, self.execute,
            goal_callback=self.judge, cancel_callback=self.on_cancel, callback_group=self.group,
        )
        self.hands = [
            ActionServer(self, kind, name, run, callback_group=self.group, cancel_callback=lambda _: CancelResponse.ACCEPT)
            for kind, name, run in (
                (ParallelGripperCommand, GRIPPER_ACTION, self.grip_parallel),
                (GripperCommand, COMMAND_ACTION, self.grip_command),
                (FollowJointTrajectory, GRIPPER_TRAJECTORY, self.grip_trajectory),
            )
        ]
        self.create_subscription(JointTrajectory, f"/{CONTROLLER}/joint_trajectory", self.on_topic, 10, callback_group=self.group)
        threading.Thread(target=self.publish_states, daemon=True).start()

    # What the robot says.

    def publish_states(self):
        due = time.monotonic()
        while rclpy.ok():
            rate = self.value if self.fault == "slow" else self.rate
            due += self.random.uniform(0.5, 1.5) / rate
            time.sleep(max(0.0, due - time.monotonic()))
            due = max(due, time.monotonic() - 0.05)
            positions, velocities = self.arm.step()
            if self.fault != "stop_publishing":
                self.states.publish(self.state(positions, velocities))

    def state(self, positions, velocities):
        message = JointState()
        now = time.time() + self.skew
        message.header.stamp.sec, message.header.stamp.nanosec = int(now), int((now % 1) * 1e9)
        place = dict(zip(ARM, positions))
        speed = dict(zip(ARM, velocities))
        place["elbow_joint"] += self.offset
        if self.fault == "nan":
            place["elbow_joint"] = math.nan
        if self.fault == "limit":
            place["elbow_joint"] = 7.0
        names = [name for name in PUBLISHED if not (self.fault == "missing_joint" and name == "elbow_joint")]
        place[GRIPPER], place["rail_joint"] = self.gripper, 0.25
        message.name = names
        message.position = [float(place[name]) for name in names]
        message.velocity = [float(speed.get(name, 0.0)) for name in names]
        message.effort = [500.0 if self.fault == "effort" and name in ARM else 1.0 for name in names]
        if self.fault == "wrong_order":
            message.position = message.position[::-1]
        return message

    # What it is told.

    def judge(self, goal):
        trajectory = goal.trajectory
        times = [seconds(point.time_from_start) for point in trajectory.points]
        problem = None
        if self.fault == "reject":
            problem = "told to reject"
        elif sorted(trajectory.joint_names) != sorted(ARM):
            problem = "joint names"
        elif not times or any(b <= a for a, b in zip(times, times[1:])):
            problem = "times"
        elif any(len(p.positions) != len(ARM) or not all(map(math.isfinite, p.positions)) for p in trajectory.points):
            problem = "positions"
        elif len(trajectory.points[-1].velocities) and any(abs(v) > 1e-6 for v in trajectory.points[-1].velocities):
            problem = "last velocity"
        say("goal", accepted=problem is None, problem=problem, points=len(times), duration=times[-1] if times else 0)
        return GoalResponse.REJECT if problem else GoalResponse.ACCEPT

    def on_cancel(self, _handle):
        say("cancel", accepted=self.fault != "ignore_cancel", speed=max(map(abs, self.arm.velocities)))
        return CancelResponse.REJECT if self.fault == "ignore_cancel" else CancelResponse.ACCEPT

    def on_topic(self, trajectory):
        if sorted(trajectory.joint_names) != sorted(ARM) or not trajectory.points:
            return
        say("topic", points=len(trajectory.points))
        self.arm.follow(Track(self.arm.positions, trajectory, [trajectory.joint_names.index(name) for name in ARM]))

    def execute(self, handle):
        goal = handle.request
        names = list(goal.trajectory.joint_names)
        path = {t.name: t.position for t in goal.path_tolerance}
        final = {t.name: t.position for t in goal.goal_tolerance}
        track = Track(self.arm.positions, goal.trajectory, [names.index(name) for name in ARM])
        self.active = handle
        self.arm.follow(track)
        result = FollowJointTrajectory.Result()
        last_feedback = 0.0

        def finish(how, code, words, hold=True):
            result.error_code, result.error_string = code, words
            if hold and self.active is handle:
                self.arm.release()
            how()
            say("done", code=code, words=words, speed=max(map(abs, self.arm.velocities)))
            return result

        while True:
            time.sleep(0.005)
            desired, elapsed = self.arm.desired()
            errors = [abs(d - p) for d, p in zip(desired, self.arm.positions)]
            worst = max(range(len(ARM)), key=lambda i: errors[i])
            if self.active is not handle:
                return finish(handle.abort, -1, "Current goal cancelled due to new incoming action.", hold=False)
            if handle.is_cancel_requested:
                return finish(handle.canceled, 0, "Canceled.", hold=self.fault != "canceled_while_moving")
            if self.fault == "abort" and elapsed > 0.5:
                return finish(handle.abort, int(self.value), f"Told to abort with {int(self.value)}.")
            if self.fault == "succeed_early" and elapsed > 0.5:
                return finish(handle.succeed, 0, "Goal reached.", hold=False)
            if elapsed < track.duration:
                for i, name in enumerate(ARM):
                    allowed = path.get(name, 0.0) or DEFAULT_PATH
                    if allowed > 0 and errors[i] > allowed:
                        return finish(handle.abort, -4, f"{name} path error {errors[i]:.4f}, tolerance {allowed:.4f}")
            elif all(errors[i] <= (final.get(name, 0.0) or DEFAULT_GOAL) for i, name in enumerate(ARM)):
                return finish(handle.succeed, 0, "Goal reached.")
            elif elapsed - track.duration > (seconds(goal.goal_time_tolerance) or 1.0):
                return finish(handle.abort, -5, f"{ARM[worst]} is {errors[worst]:.4f} rad from its goal.")
            if elapsed - last_feedback >= 0.05:
                last_feedback = elapsed
                handle.publish_feedback(self.feedback(desired, elapsed))

    def feedback(self, desired, elapsed):
        message = FollowJointTrajectory.Feedback()
        message.header.stamp = self.get_clock().now().to_msg()
        message.joint_names = ARM
        point = lambda values: JointTrajectoryPoint(positions=values)
        message.desired, message.actual = point(desired), point(list(self.arm.positions))
        message.error = point([d - p for d, p in zip(desired, self.arm.positions)])
        message.desired.time_from_start.sec = int(elapsed)
        message.desired.time_from_start.nanosec = int((elapsed % 1) * 1e9)
        return message

    def close_to(self, handle, position, speed=1.0):
        """Moves the fingers; answers "reached", "stalled" (at the object) or "canceled"."""
        wanted = max(0.0, min(GRIPPER_RANGE, position))
        say("grip", position=wanted)
        last = time.monotonic()
        while True:
            time.sleep(0.01)
            now = time.monotonic()
            most, last = speed * (now - last), now
            end = min(wanted, self.object) if self.object is not None and self.gripper <= self.object else wanted
            self.gripper += max(-most, min(most, end - self.gripper))
            if handle.is_cancel_requested:
                handle.canceled()
                return "canceled"
            if abs(self.gripper - end) < 1e-6:
                return "reached" if end == wanted else "stalled"

    def grip_parallel(self, handle):
        how = self.close_to(handle, handle.request.command.position[0])
        result = ParallelGripperCommand.Result(stalled=how == "stalled", reached_goal=how == "reached")
        result.state.name, result.state.position = [GRIPPER], [self.gripper]
        if how != "canceled":
            handle.succeed()
        return result

    def grip_command(self, handle):
        how = self.close_to(handle, handle.request.command.position)
        if how != "canceled":
            handle.succeed()
        return GripperCommand.Result(position=self.gripper, effort=5.0, stalled=how == "stalled", reached_goal=how == "reached")

    def grip_trajectory(self, handle):
        """As a joint_trajectory_controller does: what does not get there in time is aborted."""
        goal = handle.request
        if list(goal.trajectory.joint_names) != [GRIPPER]:
            handle.abort()
            return FollowJointTrajectory.Result(error_code=-2, error_string="joint names")
        end = goal.trajectory.points[-1]
        span = max(0.01, seconds(end.time_from_start))
        how = self.close_to(handle, end.positions[0], abs(end.positions[0] - self.gripper) / span)
        if how == "reached":
            handle.succeed()
            return FollowJointTrajectory.Result(error_code=0)
        if how == "stalled":
            time.sleep(seconds(goal.goal_time_tolerance))
            handle.abort()
            return FollowJointTrajectory.Result(error_code=-5, error_string=f"{GRIPPER} is not at its goal.")
        return FollowJointTrajectory.Result(error_code=0, error_string="Canceled.")

    # Faults.

    def small_motion(self):
        trajectory = JointTrajectory(joint_names=ARM)
        target = list(self.arm.positions)
        target[5] += 0.3
        end = JointTrajectoryPoint(positions=target, velocities=[0.0] * len(ARM))
        end.time_from_start.sec = 3
        trajectory.points = [end]
        return trajectory

    def command(self, words, stranger):
        name, value = words[0], float(words[1]) if len(words) > 1 else 0.0
        if name == "vanish":
            say("vanish")
            os._exit(9)
        if name == "jump":
            self.offset = value
        elif name == "clock_jump":
            self.skew = value
        elif name == "foreign_goal":
            client = ActionClient(stranger, FollowJointTrajectory, ACTION)
            client.wait_for_server(timeout_sec=5)
            client.send_goal_async(FollowJointTrajectory.Goal(trajectory=self.small_motion()))
        elif name == "foreign_topic":
            publisher = stranger.create_publisher(JointTrajectory, f"/{CONTROLLER}/joint_trajectory", 10)
            while publisher.get_subscription_count() == 0:
                time.sleep(0.05)
            publisher.publish(self.small_motion())
        elif name == "object":
            self.object = value
        elif name == "drop_action":
            self.server.destroy()
        else:
            self.fault, self.value = name, value
            self.arm.stuck = name == "stuck"
            self.arm.braking = 1.0 / max(0.01, value) if name == "slow_stop" else BRAKING
            if name == "normal":
                self.offset, self.skew, self.object = 0.0, 0.0, None
        say("ok", command=" ".join(words))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=500.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turned", type=float, default=0.0, help="rad that the last joint stands off home at the start")
    options = parser.parse_args()
    rclpy.init(args=[])
    robot = Robot(options.rate, options.seed)
    robot.arm.positions[5] += options.turned
    stranger = Node("foreign_commander")
    executor = MultiThreadedExecutor(num_threads=4)
    executor.add_node(robot)
    executor.add_node(stranger)
    threading.Thread(target=executor.spin, daemon=True).start()
    say("ready", joints=ARM, action=ACTION)
    for line in sys.stdin:
        if line.strip():
            try:
                robot.command(line.split(), stranger)
            except Exception as error:  # A test has to see it; the robot goes on.
                say("problem", text=str(error))
    os._exit(0)


main()
