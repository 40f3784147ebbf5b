"""A camera on the ROS graph that shares no code with the console: pictures, depth, camera_info, transforms.

Spoken to over stdin, one JSON object a line, and answering "ok" on stdout: {"set": {...}} changes what it
publishes, {"stop": true} ends it. What can be set is `settings` below.
"""
import json
import math
import sys
import threading
import time

import numpy as np
import rclpy
from geometry_msgs.msg import TransformStamped
from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy
from sensor_msgs.msg import CameraInfo, CompressedImage, Image
from std_msgs.msg import String
from tf2_msgs.msg import TFMessage

settings = {
    "prefix": "/camera",
    "width": 64,
    "height": 48,
    "rate": 30.0,
    "encoding": "rgb8",
    "padding": 0,  # bytes behind each row
    "color": [200, 100, 50],  # red, green, blue of the whole picture
    "depth": "16UC1",  # or 32FC1, or null
    "depthSize": None,  # [width, height] if other than the colours'
    "depthFrame": None,
    "depthMetres": 0.75,
    "depthLateSec": 0.0,  # how much later than the colours the depth is stamped
    "depthBigEndian": False,
    "info": True,
    "infoSize": None,
    "d": [0.0, 0.0, 0.0, 0.0, 0.0],
    "model": "plumb_bob",
    "truncated": False,
    "streaming": True,
    "stampShiftSec": 0.0,
    "compressedBase64": None,
    "tf": "static",  # static: base -> optical; hand: base -> hand moves, hand -> optical fixed; none
    "tfRate": 100.0,
    "handSpeed": 0.2,  # m/s along x of the base
    "reliable": False,
    "urdf": None,
}
settings.update(json.loads(sys.argv[1]) if len(sys.argv) > 1 else {})
frame = "camera_color_optical_frame"

rclpy.init()
node = rclpy.create_node("test_camera")
sensor = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE if settings["reliable"] else ReliabilityPolicy.BEST_EFFORT)
latched = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
prefix = settings["prefix"]
image_type = CompressedImage if settings["compressedBase64"] else Image
color_pub = node.create_publisher(image_type, prefix + "/image", sensor)
depth_pub = node.create_publisher(Image, prefix + "/depth", sensor)
info_pub = node.create_publisher(CameraInfo, prefix + "/camera_info", sensor)
tf_pub = node.create_publisher(TFMessage, "/tf", 100)
static_pub = node.create_publisher(TFMessage, "/tf_static", latched)
urdf_pub = node.create_publisher(String, "/robot_description", latched)
lock = threading.Lock()


def stamped(message, sec, frame_id):
    message.header.stamp.sec = int(math.floor(sec))
    message.header.stamp.nanosec = int((sec - math.floor(sec)) * 1e9)
    message.header.frame_id = frame_id
    return message


def color_picture(s):
    w, h = s["width"], s["height"]
    r, g, b = s["color"]
    pixel = {"rgb8": [r, g, b], "bgr8": [b, g, r], "rgba8": [r, g, b, 255], "bgra8": [b, g, r, 255], "mono8": [r]}.get(s["encoding"], [r, g])
    rows = np.full((h, w * len(pixel) + s["padding"]), 7, np.uint8)
    rows[:, : w * len(pixel)] = np.tile(np.array(pixel, np.uint8), (h, w))
    message = Image()
    message.height, message.width = h, w
    message.encoding = s["encoding"]
    message.step = rows.shape[1]
    data = rows.tobytes()
    message.data = data[: len(data) // 2] if s["truncated"] else data
    return message


def depth_picture(s):
    w, h = s["depthSize"] or (s["width"], s["height"])
    order = ">" if s["depthBigEndian"] else "<"
    message = Image()
    message.height, message.width = h, w
    message.encoding = s["depth"]
    message.is_bigendian = 1 if s["depthBigEndian"] else 0
    metres = s["depthMetres"]
    metres = float("nan") if metres is None else metres
    if s["depth"] == "16UC1":
        rows = np.full((h, w), 0 if math.isnan(metres) else round(metres * 1000), order + "u2")
        message.step = w * 2
    else:
        rows = np.full((h, w), metres, order + "f4")
        message.step = w * 4
    message.data = rows.tobytes()
    return message


def transform(sec, parent, child, x, y, z, q):
    t = stamped(TransformStamped(), sec, parent)
    t.child_frame_id = child
    t.transform.translation.x, t.transform.translation.y, t.transform.translation.z = float(x), float(y), float(z)
    t.transform.rotation.x, t.transform.rotation.y, t.transform.rotation.z, t.transform.rotation.w = map(float, q)
    return t


def hand_x(sec):
    """The place of the hand follows from the clock alone, so that the other side can work it out."""
    return 0.3 + settings["handSpeed"] * (sec % 10.0)


def say_static():
    down = (1, 0, 0, 0)  # the optical frame looks down: x forward, y to the right, z down
    with lock:
        where, urdf = settings["tf"], settings["urdf"]
    if where == "static":
        static_pub.publish(TFMessage(transforms=[transform(0, "base", frame, 0.5, 0.1, 0.9, down)]))
    elif where == "hand":
        static_pub.publish(TFMessage(transforms=[transform(0, "hand", frame, 0, 0, 0.05, down)]))
    if urdf:
        urdf_pub.publish(String(data=urdf))


def transforms_forever():
    while rclpy.ok():
        with lock:
            where, rate, shift = settings["tf"], settings["tfRate"], settings["stampShiftSec"]
        if where == "hand":
            now = time.time() + shift
            tf_pub.publish(TFMessage(transforms=[transform(now, "base", "hand", hand_x(now), 0, 0.6, (0, 0, 0, 1))]))
        time.sleep(1.0 / rate)


def pictures_forever():
    sent = {}
    due = time.monotonic()
    while rclpy.ok():
        with lock:
            s = dict(settings)
        due = max(due + 1.0 / s["rate"], time.monotonic() - 0.1)
        if s["streaming"]:
            key = json.dumps(s)
            if key not in sent:
                sent.clear()
                if s["compressedBase64"]:
                    import base64

                    picture = CompressedImage(format="jpeg", data=base64.b64decode(s["compressedBase64"]))
                else:
                    picture = color_picture(s)
                info = CameraInfo()
                info.width, info.height = s["infoSize"] or (s["width"], s["height"])
                f = float(s["width"])
                info.k = [f, 0.0, s["width"] / 2, 0.0, f, s["height"] / 2, 0.0, 0.0, 1.0]
                info.p = [f, 0.0, s["width"] / 2, 0.0, 0.0, f, s["height"] / 2, 0.0, 0.0, 0.0, 1.0, 0.0]
                info.r = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
                info.d, info.distortion_model = s["d"], s["model"]
                sent[key] = (picture, info, depth_picture(s) if s["depth"] else None)
            picture, info, depth = sent[key]
            now = time.time() + s["stampShiftSec"]
            color_pub.publish(stamped(picture, now, frame))
            if s["info"]:
                info_pub.publish(stamped(info, now, frame))
            if depth:
                depth_pub.publish(stamped(depth, now + s["depthLateSec"], s["depthFrame"] or frame))
        time.sleep(max(0.0, due - time.monotonic()))


say_static()
threading.Thread(target=transforms_forever, daemon=True).start()
threading.Thread(target=pictures_forever, daemon=True).start()
print("ok", flush=True)
for line in sys.stdin:
    command = json.loads(line)
    if command.get("stop"):
        break
    with lock:
        settings.update(command.get("set", {}))
    say_static()
    print("ok", flush=True)
import os

os._exit(0)
