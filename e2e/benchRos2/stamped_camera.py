"""Publishes 1280x720 rgb8 pictures that carry the time of their making in their first rows, as blocks of
black and white: what is on the screen then tells how old it is, with no word from the console itself.

argv: rate. The code: 32 blocks of 16x16 pixels, most significant bit first, ms since 1970 modulo 2**32.
"""
import array
import sys
import threading
import time

import numpy as np
import rclpy
from geometry_msgs.msg import TransformStamped
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import CameraInfo, Image
from tf2_msgs.msg import TFMessage

rate = float(sys.argv[1])
width, height, block, bits = 1280, 720, 16, 32
frame = "camera_color_optical_frame"

rclpy.init()
node = rclpy.create_node("bench_camera")
sensor = QoSProfile(depth=1, reliability=ReliabilityPolicy.BEST_EFFORT)
images = node.create_publisher(Image, "/camera/image", sensor)
infos = node.create_publisher(CameraInfo, "/camera/camera_info", sensor)
statics = node.create_publisher(TFMessage, "/tf_static", QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL))

t = TransformStamped()
t.header.frame_id, t.child_frame_id = "fr3_link0", frame
t.transform.translation.z = 1.0
t.transform.rotation.x, t.transform.rotation.w = 1.0, 0.0
statics.publish(TFMessage(transforms=[t]))

info = CameraInfo(width=width, height=height, distortion_model="plumb_bob", d=[0.0] * 5)
info.k = [900.0, 0.0, 640.0, 0.0, 900.0, 360.0, 0.0, 0.0, 1.0]

# A table with things and the noise of a sensor: neither the easiest nor the hardest picture to encode.
rng = np.random.default_rng(1)
y, x = np.mgrid[0:height, 0:width]
scene = np.stack([90 + x // 16, 120 + 40 * np.sin(x / 60) * np.cos(y / 45), 70 + y // 8], axis=2)
scene = np.clip(scene + rng.normal(0, 4, scene.shape), 0, 255).astype(np.uint8)
for i in range(12):
    cx, cy = int(rng.integers(100, 1150)), int(rng.integers(100, 620))
    scene[cy : cy + 60, cx : cx + 80] = rng.integers(0, 255, 3)
message = Image(height=height, width=width, encoding="rgb8", step=width * 3)
message.header.frame_id = frame
message.data = array.array("B", scene.tobytes())
pixels = np.frombuffer(message.data, np.uint8).reshape(height, width, 3)

sent = 0
start = due = time.monotonic()
threading.Thread(target=lambda: sys.stdin.read() or print(sent, flush=True), daemon=False).start()
reader = threading.enumerate()[-1]
while reader.is_alive():
    due += 1 / rate
    time.sleep(max(0.0, due - time.monotonic()))
    now_ns = time.time_ns()
    code = (now_ns // 1_000_000) % 2**bits
    row = np.repeat([255 if code >> (bits - 1 - i) & 1 else 0 for i in range(bits)], block).astype(np.uint8)
    pixels[:block, : bits * block] = row[None, :, None]
    message.header.stamp.sec, message.header.stamp.nanosec = now_ns // 10**9, now_ns % 10**9
    info.header = message.header
    images.publish(message)
    infos.publish(info)
    sent += 1
import os

os._exit(0)
