"""Writes the messages of a bench with the `mcap` package and prints, as JSON, how long each try took.

    python write_mcap.py PLAN_FOLDER OUT_FILE ROUNDS

PLAN_FOLDER holds payloads.bin and plan.json: {"topics": [{topic, schema, text}], "payloads": [[from, to]],
"messages": [[topic, payload, nanoseconds]]}. Every try ends when the file is on the disk itself, as ours does.
"""

import json
import os
import sys
import time
from pathlib import Path

from mcap.writer import CompressionType, Writer


def write(path, topics, messages, compression):
    started = time.perf_counter()
    with open(path, "wb") as stream:
        writer = Writer(stream, compression=compression)
        writer.start(profile="ros2", library="bench")
        channels = []
        for topic in topics:
            schema = writer.register_schema(topic["schema"], "ros2msg", topic["text"].encode())
            channels.append(writer.register_channel(topic["topic"], "cdr", schema))
        for sequence, (topic, data, stamp) in enumerate(messages):
            writer.add_message(channels[topic], stamp, data, stamp, sequence)
        writer.finish()
        stream.flush()
        os.fsync(stream.fileno())
    return time.perf_counter() - started


def main():
    folder, out, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    plan = json.loads((folder / "plan.json").read_text())
    data = (folder / "payloads.bin").read_bytes()
    payloads = [data[begin:end] for begin, end in plan["payloads"]]
    messages = [(topic, payloads[payload], int(stamp)) for topic, payload, stamp in plan["messages"]]
    times = {}
    for name, compression in (("none", CompressionType.NONE), ("zstd", CompressionType.ZSTD)):
        times[name] = [write(out, plan["topics"], messages, compression) for _ in range(rounds)]
        times[name + "Bytes"] = os.path.getsize(out)
        os.remove(out)
    print(json.dumps(times))


main()
