"""A subscriber of rclpy to the same joint states, for comparison: one line of JSON with all their stamps (s)
for each line on stdin."""
import json
import os
import sys
import threading

import rclpy
from rclpy.qos import QoSProfile
from sensor_msgs.msg import JointState

rclpy.init()
node = rclpy.create_node("bench_joint_watcher")
stamps = []
node.create_subscription(
    JointState, "/joint_states", lambda m: stamps.append(m.header.stamp.sec + m.header.stamp.nanosec * 1e-9), QoSProfile(depth=10)
)


def listen():
    for _ in sys.stdin:
        print(json.dumps(stamps[:]), flush=True)
    os._exit(0)


threading.Thread(target=listen, daemon=True).start()
print("ready", flush=True)
rclpy.spin(node)
