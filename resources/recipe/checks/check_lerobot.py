"""Loads data sets that R1 Console exported with the real `lerobot` package, and iterates them.

    python check_lerobot.py DATASET_FOLDER ...

Every frame is read with its pictures, through a DataLoader as training does; what must hold of any such data
set is checked: rows in order, times steady, pictures of the size that is said, statistics that fit the data,
and actions that lead where the next states are. Exits with 1 and a line for each thing that does not hold.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")

import numpy as np
import torch
from lerobot.datasets.lerobot_dataset import LeRobotDataset


def problems_of(root: Path):
    kwargs = {"repo_id": f"local/{root.name}", "root": root, "video_backend": "pyav"}
    data = LeRobotDataset(**kwargs)
    print(f"{root.name}: {data.num_episodes} episodes, {data.num_frames} frames, {data.fps} a second")
    print("  tasks:", list(data.meta.tasks.index))
    cameras = data.meta.camera_keys
    states, actions, episodes, means = [], [], [], {key: [] for key in cameras}
    loader = torch.utils.data.DataLoader(data, batch_size=32, shuffle=False)
    index = 0
    for batch in loader:
        for i in range(len(batch["index"])):
            if int(batch["index"][i]) != index:
                yield f"row {index} says that it is row {int(batch['index'][i])}"
            index += 1
        states.append(batch["observation.state"].numpy())
        actions.append(batch["action"].numpy())
        episodes.append(batch["episode_index"].numpy())
        for key in cameras:
            height, width, _ = data.features[key]["shape"]
            if tuple(batch[key].shape[1:]) != (3, height, width):
                yield f"{key} has pictures of {tuple(batch[key].shape[1:])}"
            means[key].append(batch[key].float().mean(dim=(2, 3)).numpy())
    if index != data.num_frames:
        yield f"{index} rows were read of {data.num_frames}"
    states, actions, episodes = (np.concatenate(each) for each in (states, actions, episodes))

    for episode in data.meta.episodes:
        rows = episodes == episode["episode_index"]
        if rows.sum() != episode["length"]:
            yield f"episode {episode['episode_index']} has {rows.sum()} rows, not {episode['length']}"
        # What is commanded for the next row is where the arm is then, but for how far it lags behind.
        error = np.abs(actions[rows][:-1, :-1] - states[rows][1:, :-1]).max()
        moved = np.ptp(states[rows], axis=0)[:-1].max()
        print(f"  episode {episode['episode_index']}: {rows.sum()} rows, joints moved by up to {moved:.3f} rad,"
              f" commanded and next measured differ by up to {error:.4f} rad")
        if error > 0.15:
            yield f"episode {episode['episode_index']}: an action is {error:.3f} rad from the next state"
    stats = data.meta.stats
    for key, values in (("observation.state", states), ("action", actions)):
        for name, mine in (("min", values.min(0)), ("max", values.max(0)), ("mean", values.mean(0)), ("std", values.std(0))):
            if not np.allclose(stats[key][name], mine, atol=2e-4):
                yield f"the {name} of {key} is {stats[key][name]}, by the data {mine}"
    for key in cameras:
        mine = np.concatenate(means[key]).mean(0)
        if not np.allclose(np.ravel(stats[key]["mean"]), mine, atol=0.02):
            yield f"the mean of {key} is {np.ravel(stats[key]['mean'])}, by the pictures {mine}"

    # As a policy asks for it: some states before, an action chunk ahead.
    step = 1 / data.fps
    ahead = LeRobotDataset(**kwargs, delta_timestamps={"observation.state": [-step, 0], "action": [0, step, 2 * step]})
    item = ahead[data.num_frames // 2]
    if tuple(item["action"].shape) != (3, actions.shape[1]):
        yield f"an action chunk has the shape {tuple(item['action'].shape)}"


def main() -> int:
    failed = 0
    for name in sys.argv[1:]:
        for problem in problems_of(Path(name)):
            failed += 1
            print(f"{name}: {problem}")
    print("ok" if failed == 0 else f"{failed} problem(s)")
    return 1 if failed or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
