#!/usr/bin/env python3
"""Looks at `npm run sim:ros2` as any ROS 2 tool would, with rclpy alone: streams and their rates, camera
pictures, transforms, description, parameters; then a motion by action, a cancel half-way, refusals with
words, the gripper. Writes one JSON line with a verdict and a figure for each check; exit code 0 when all hold.
"""

import json
import math
import sys
import threading
import time
import xml.etree.ElementTree as ET

import numpy as np
import rclpy
from builtin_interfaces.msg import Duration
from control_msgs.action import FollowJointTrajectory, GripperCommand
from control_msgs.msg import JointTolerance
from rcl_interfaces.srv import GetParameters
from rclpy.action import ActionClient
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy, qos_profile_sensor_data
from sensor_msgs.msg import CameraInfo, CompressedImage, Image, JointState
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage
from trajectory_msgs.msg import JointTrajectory, JointTrajectoryPoint

ARM = [f"fr3_joint{i}" for i in range(1, 8)]
SUCCEEDED, CANCELED, ABORTED = 4, 5, 6
KEPT = QoSProfile(depth=10, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL)

checks = []


def check(name, holds, figure=None):
    checks.append({"check": name, "holds": bool(holds), "figure": figure})


def stamp(message):
    return message.header.stamp.sec + message.header.stamp.nanosec * 1e-9


class Watcher(Node):
    def __init__(self):
        super().__init__("check_simulator")
        self.lock = threading.Lock()
        self.seen = {}
        for kind, topic, qos in [
            (JointState, "/joint_states", 200),
            (Image, "/camera/color/image_raw", qos_profile_sensor_data),
            (CompressedImage, "/camera/color/image_raw/compressed", qos_profile_sensor_data),
            (CameraInfo, "/camera/color/camera_info", qos_profile_sensor_data),
            (Image, "/camera/depth/image_rect", qos_profile_sensor_data),
            (TFMessage, "/tf", 100),
            (TFMessage, "/tf_static", KEPT),
            (String, "/robot_description", KEPT),
        ]:
            self.seen[topic] = []
            self.create_subscription(kind, topic, lambda message, topic=topic: self.note(topic, message), qos)

    def note(self, topic, message):
        with self.lock:
            kept = self.seen[topic]
            kept.append((time.time(), message))
            del kept[:-600]

    def newest(self, topic):
        with self.lock:
            return self.seen[topic][-1][1] if self.seen[topic] else None

    def since(self, topic, start):
        with self.lock:
            return [entry for entry in self.seen[topic] if entry[0] >= start]

    def positions(self):
        state = self.newest("/joint_states")
        return [state.position[list(state.name).index(name)] for name in ARM]

    def speed(self):
        state = self.newest("/joint_states")
        return max(abs(state.velocity[list(state.name).index(name)]) for name in ARM)


def wait(future, seconds=30.0):
    done = threading.Event()
    future.add_done_callback(lambda _: done.set())
    if not done.wait(seconds):
        raise TimeoutError(f"no answer in line {sys._getframe(1).f_lineno}")
    return future.result()


executor = None


def ask(send, *given):
    """
    What `send` (a call that gives a future) comes to. It is called in the executor's own thread: called in another,
    rclpy may handle the answer before it has noted the question, and drop it.
    """
    sent = executor.create_task(send, *given)
    wait(sent)
    return wait(sent.result())


def goal_to(start, target, seconds, steps=40):
    """A motion that rests at both ends, with velocities (and no accelerations: the robot must bear that)."""
    trajectory = JointTrajectory(joint_names=ARM[::-1])
    for i in range(1, steps + 1):
        s = i / steps
        place = 10 * s**3 - 15 * s**4 + 6 * s**5
        speed = (30 * s**2 - 60 * s**3 + 30 * s**4) / seconds
        point = JointTrajectoryPoint()
        point.positions = [a + place * (b - a) for a, b in zip(start, target)][::-1]
        point.velocities = [speed * (b - a) for a, b in zip(start, target)][::-1]
        at = s * seconds
        point.time_from_start = Duration(sec=int(at), nanosec=int((at % 1) * 1e9))
        trajectory.points.append(point)
    goal = FollowJointTrajectory.Goal(trajectory=trajectory)
    goal.path_tolerance = [JointTolerance(name=name, position=0.1) for name in ARM]
    goal.goal_tolerance = [JointTolerance(name=name, position=0.02) for name in ARM]
    goal.goal_time_tolerance = Duration(sec=2)
    return goal


def streams(node, seconds):
    # How often by the wall clock is the machine's business; the spacing of the stamps below is the simulator's.
    start = time.time()
    time.sleep(seconds)
    for topic, least in [("/joint_states", 10), ("/tf", 5)]:
        rate = len(node.since(topic, start)) / seconds
        check(f"{topic} rate", rate >= least, round(rate, 1))
    for topic in ["/camera/color/image_raw", "/camera/depth/image_rect", "/camera/color/camera_info", "/camera/color/image_raw/compressed"]:
        rate = len(node.since(topic, start)) / seconds
        check(f"{topic} rate", rate >= 0.5, round(rate, 1))
    states = node.since("/joint_states", start)
    gaps = [stamp(b[1]) - stamp(a[1]) for a, b in zip(states, states[1:])]
    check("joint state stamps rise", all(gap > 0 for gap in gaps), round(max(gaps), 4))
    # By the stamps, so that it holds too where the machine gives physics less time than it needs.
    whole = sum(abs(gap - 0.01) < 0.002 for gap in gaps) / len(gaps)
    check("joint states come 10 ms after each other, none lost", whole > 0.8 and abs(sorted(gaps)[len(gaps) // 2] - 0.01) < 0.001, round(whole, 3))
    ages = sorted(at - stamp(message) for at, message in states)
    # A wrong clock is off by more; a machine that gives physics too little time makes stamps late by this.
    check("joint states are stamped with this machine's time", -0.1 < ages[len(ages) // 2] < 1.0, round(ages[len(ages) // 2], 4))


def picture(node):
    image, depth, info = (node.newest(topic) for topic in ["/camera/color/image_raw", "/camera/depth/image_rect", "/camera/color/camera_info"])
    check("image is rgb8", image.encoding == "rgb8" and image.step == 3 * image.width and len(image.data) == image.step * image.height, [image.width, image.height])
    pixels = np.frombuffer(bytes(image.data), np.uint8)
    check("image shows something", pixels.std() > 10, round(float(pixels.std()), 1))
    meters = np.frombuffer(bytes(depth.data), np.float32).reshape(depth.height, depth.width)
    seen = meters[np.isfinite(meters)]
    check("depth is 32FC1 in metres", depth.encoding == "32FC1" and seen.size > meters.size / 3 and 0.3 < np.median(seen) < 3, round(float(np.median(seen)), 3))
    check("camera_info fits", info.width == image.width and info.k[0] > 100 and info.header.frame_id == image.header.frame_id, [info.k[0], info.header.frame_id])
    with node.lock:
        colours = {stamp(message): message for _, message in node.seen["/camera/color/image_raw"]}
        pairs = sum(stamp(message) in colours for _, message in node.seen["/camera/depth/image_rect"])
    check("depth and colour of one instant", pairs > 0, pairs)
    jpeg = bytes(node.newest("/camera/color/image_raw/compressed").data)
    check("compressed is JPEG", jpeg[:2] == b"\xff\xd8", len(jpeg))
    return meters, info


def matrix(transform):
    t, q = transform.translation, transform.rotation
    x, y, z, w = q.x, q.y, q.z, q.w
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w), t.x],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w), t.y],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y), t.z],
        [0, 0, 0, 1],
    ])


def frames(node, meters, info):
    parents = {}
    for topic in ["/tf_static", "/tf"]:
        for transform in node.newest(topic).transforms:
            parents[transform.child_frame_id] = (transform.header.frame_id, matrix(transform.transform))

    def in_base(frame):
        parent, pose = parents[frame]
        return pose if parent == "fr3_link0" else in_base(parent) @ pose

    tcp = in_base("fr3_hand_tcp")
    check("tf reaches the hand", 0.2 < tcp[0, 3] < 0.9, [round(float(v), 3) for v in tcp[:3, 3]])
    camera = in_base(info.header.frame_id)
    # Registration: most of the picture is table or floor, flat at a height of the base frame.
    k = np.array(info.k).reshape(3, 3)
    v, u = np.mgrid[0 : meters.shape[0] : 8, 0 : meters.shape[1] : 8]
    z = meters[::8, ::8]
    good = np.isfinite(z)
    points = np.stack([(u[good] - k[0, 2]) / k[0, 0] * z[good], (v[good] - k[1, 2]) / k[1, 1] * z[good], z[good], np.ones(good.sum())])
    heights = (camera @ points)[2]
    flat = float(np.mean(np.abs(heights) < 0.01))
    check("the table lies flat at height 0 by depth, camera_info and tf", flat > 0.3, round(flat, 3))
    urdf = ET.fromstring(node.newest("/robot_description").data)
    names = [joint.get("name") for joint in urdf.findall("joint")]
    check("robot_description names the joints", all(name in names for name in ARM), len(names))


def parameters(node):
    client = node.create_client(GetParameters, "/fr3_arm_controller/get_parameters")
    check("parameter service", client.wait_for_service(timeout_sec=5))
    answer = ask(client.call_async, GetParameters.Request(names=["joints", "constraints.decelerate_on_cancel", "constraints.goal_time"]))
    check("controller's parameters", list(answer.values[0].string_array_value) == ARM and answer.values[1].bool_value, answer.values[2].double_value)


def motions(node):
    arm = ActionClient(node, FollowJointTrajectory, "/fr3_arm_controller/follow_joint_trajectory")
    check("arm action server", arm.wait_for_server(timeout_sec=10))
    home = node.positions()
    target = [value + (0.3 if i in (0, 3, 5) else 0.0) for i, value in enumerate(home)]
    feedback = []
    handle = ask(arm.send_goal_async, goal_to(home, target, 2.0), lambda message: feedback.append(message.feedback))
    answer = ask(handle.get_result_async)
    error = max(abs(a - b) for a, b in zip(node.positions(), target))
    check("a motion succeeds", answer.status == SUCCEEDED and answer.result.error_code == 0 and error < 0.02, round(error, 5))
    check("feedback", len(feedback) > 20 and len(feedback[0].actual.positions) == 7, len(feedback))

    handle = ask(arm.send_goal_async, goal_to(target, home, 3.0))
    asked = time.time()
    while node.speed() < 0.1 and time.time() - asked < 10:
        time.sleep(0.005)
    before = node.speed()
    asked = time.time()
    ask(handle.cancel_goal_async)
    accepted = time.time() - asked
    answer = ask(handle.get_result_async)
    still = None
    while time.time() - asked < 3:
        if node.speed() < 0.005:
            still = time.time() - asked
            break
        time.sleep(0.002)
    place = node.positions()
    time.sleep(1.0)
    drift = max(abs(a - b) for a, b in zip(place, node.positions()))
    far = max(abs(a - b) for a, b in zip(place, home))
    check("cancel half-way", answer.status == CANCELED and before >= 0.1 and far > 0.02, {"speed": round(before, 3), "answerMs": round(accepted * 1000, 1), "error_string": answer.result.error_string})
    check("stands still after the cancel, and stays", still is not None and drift < 0.003, {"standstillMs": still and round(still * 1000), "drift": round(drift, 5)})

    bad = goal_to(node.positions(), home, 2.0)
    bad.trajectory.joint_names[0] = "elbow"
    answer = ask(ask(arm.send_goal_async, bad).get_result_async)
    check("wrong joints: aborted with words", answer.status == ABORTED and answer.result.error_code == -2 and "elbow" in answer.result.error_string, answer.result.error_string)
    empty = FollowJointTrajectory.Goal(trajectory=JointTrajectory(joint_names=ARM))
    answer = ask(ask(arm.send_goal_async, empty).get_result_async)
    check("empty trajectory: aborted with words", answer.status == ABORTED and answer.result.error_code == -1, answer.result.error_string)
    old = goal_to(node.positions(), home, 2.0)
    old.trajectory.header.stamp.sec = int(time.time()) - 60
    answer = ask(ask(arm.send_goal_async, old).get_result_async)
    check("old stamp: aborted with its code", answer.result.error_code == -3, answer.result.error_string)

    first = ask(arm.send_goal_async, goal_to(node.positions(), home, 4.0))
    time.sleep(0.5)
    here = node.positions()
    second = ask(arm.send_goal_async, goal_to(here, here, 1.0))
    replaced = ask(first.get_result_async)
    check("a new goal replaces the old, which is aborted", replaced.status == ABORTED, replaced.result.error_string)
    ask(second.get_result_async)
    answer = ask(ask(arm.send_goal_async, goal_to(node.positions(), home, 3.0)).get_result_async)
    check("and back", answer.status == SUCCEEDED, answer.result.error_string)


def gripper(node):
    hand = ActionClient(node, GripperCommand, "/fr3_gripper/gripper_action")
    check("gripper action server", hand.wait_for_server(timeout_sec=10))
    for travel in (0.01, 0.04):
        goal = GripperCommand.Goal()
        goal.command.position, goal.command.max_effort = travel, 20.0
        answer = ask(ask(hand.send_goal_async, goal).get_result_async)
        state = node.newest("/joint_states")
        at = state.position[list(state.name).index("fr3_finger_joint1")]
        check(f"gripper to {travel}", answer.status == SUCCEEDED and answer.result.reached_goal and abs(at - travel) < 0.001 and abs(answer.result.position - travel) < 0.001, round(at, 5))


def main():
    rclpy.init(args=[])
    node = Watcher()
    global executor
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    threading.Thread(target=executor.spin, daemon=True).start()
    deadline = time.time() + float(sys.argv[1] if len(sys.argv) > 1 else 60)
    while time.time() < deadline and any(not node.seen[topic] for topic in node.seen):
        time.sleep(0.1)
    missing = [topic for topic in node.seen if not node.seen[topic]]
    check("every topic is there", not missing, missing)
    if not missing:
        streams(node, 5.0)
        meters, info = picture(node)
        frames(node, meters, info)
        for part in (parameters, motions, gripper):
            try:
                part(node)
            except Exception as error:
                check(part.__name__, False, repr(error))
    print(json.dumps({"holds": all(entry["holds"] for entry in checks), "checks": checks}))
    sys.stdout.flush()
    import os

    os._exit(0 if all(entry["holds"] for entry in checks) else 1)


main()
