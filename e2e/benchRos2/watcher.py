"""A subscriber of rclpy to the same pictures, for comparison: at the end of stdin it says in one line of JSON
how many came and how old they were on arrival (ms)."""
import json
import os
import sys
import threading
import time

import rclpy
from rclpy.qos import QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import Image

rclpy.init()
node = rclpy.create_node("bench_watcher")
ages, arrivals = [], []


def take(message):
    now = time.time_ns()
    arrivals.append(now / 1e6)
    ages.append((now - message.header.stamp.sec * 10**9 - message.header.stamp.nanosec) / 1e6)


node.create_subscription(Image, "/camera/image", take, QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT))


def listen():
    for line in sys.stdin:
        if line.strip() == "reset":
            ages.clear()
            arrivals.clear()
        elif line.strip() == "say":
            cpu = time.process_time()
            print(json.dumps({"agesMs": ages[:], "arrivalsMs": arrivals[:], "cpuSec": cpu}), flush=True)
    os._exit(0)


threading.Thread(target=listen, daemon=True).start()
print("ready", flush=True)
rclpy.spin(node)
