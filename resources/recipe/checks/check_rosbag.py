"""Reads R1 Console's recordings with two independent readers: `rosbags` and `mcap-ros2-support`.

    python check_rosbag.py EPISODE.mcap | BAG_FOLDER ...

Every message of every topic is decoded by both, and both must agree on how many there are and on the first
and last joint state. Exits with 1 and a line for each thing that does not hold.
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from mcap.reader import make_reader
from mcap_ros2.decoder import DecoderFactory
from rosbags.highlevel import AnyReader


def by_mcap_ros2(path: Path):
    counts, joints = Counter(), []
    with path.open("rb") as stream:
        reader = make_reader(stream, validate_crcs=True, decoder_factories=[DecoderFactory()])
        assert reader.get_header().profile == "ros2", "the profile is not ros2"
        for _, channel, _, message in reader.iter_decoded_messages():
            counts[channel.topic] += 1
            if channel.topic == "/joint_states":
                joints.append(np.array(message.position))
    return counts, joints


def by_rosbags(path: Path):
    counts, joints = Counter(), []
    with AnyReader([path]) as reader:
        for connection, _, data in reader.messages():
            message = reader.deserialize(data, connection.msgtype)
            counts[connection.topic] += 1
            if connection.topic == "/joint_states":
                joints.append(np.array(message.position))
    return counts, joints


def problems_of(given: Path):
    mcap = next(given.glob("*.mcap")) if given.is_dir() else given
    mine, my_joints = by_mcap_ros2(mcap)
    theirs, their_joints = by_rosbags(given)
    if not mine:
        yield "there are no messages"
    if mine != theirs:
        yield f"the readers count differently: {dict(mine)} and {dict(theirs)}"
    for place in (0, -1):
        if my_joints and not np.array_equal(my_joints[place], their_joints[place]):
            yield "the readers decode a joint state differently"
    print(f"{given.name}: " + ", ".join(f"{topic} {n}" for topic, n in sorted(mine.items())))


def main() -> int:
    failed = 0
    for name in sys.argv[1:]:
        for problem in problems_of(Path(name)):
            failed += 1
            print(f"{name}: {problem}")
    return 1 if failed or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
