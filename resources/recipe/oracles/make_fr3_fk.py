"""Makes fr3-fk.json: forward kinematics of the arm by an independent implementation (pinocchio).

The Panda and the FR3 share their kinematics; the joint limits sampled here are the FR3's.
Only needed to make the fixture anew, never to build or test the program:

    python3 -m venv oracle && oracle/bin/pip install pin==4.1.0 example-robot-data==6.0.0
    oracle/bin/python resources/recipe/oracles/make_fr3_fk.py

Each sample: q = the seven arm joints (rad), finger = the opening of each finger (m), frames = position
(m) and quaternion [x, y, z, w] of frames in the base frame, in the order of "frames" at the top.
"""

import json
import sysconfig
from pathlib import Path

import numpy as np
import pinocchio as pin

SAMPLES = 250
SEED = 20240607
# The manufacturer's published joint ranges of the FR3 (rad).
LOWER = [-2.7437, -1.7837, -2.9007, -3.0421, -2.8065, 0.5445, -3.0159]
UPPER = [2.7437, 1.7837, 2.9007, -0.1518, 2.8065, 4.5169, 3.0159]
FINGER_UPPER = 0.04
# Ours -> theirs; the TCP is 103.4 mm in front of the hand and not in that URDF.
FRAMES = {
    "fr3_link4": "panda_link4",
    "fr3_hand": "panda_hand",
    "fr3_leftfinger": "panda_leftfinger",
    "fr3_rightfinger": "panda_rightfinger",
}
HAND_TO_TCP = pin.SE3(np.eye(3), np.array([0.0, 0.0, 0.1034]))

share = Path(sysconfig.get_paths()["purelib"]) / "cmeel.prefix/share/example-robot-data"
model = pin.buildModelFromUrdf(str(share / "robots/panda_description/urdf/panda.urdf"))
data = model.createData()


def pose(placement):
    quaternion = pin.Quaternion(placement.rotation).coeffs()
    return [round(float(v), 9) for v in [*placement.translation, *quaternion]]


random = np.random.default_rng(SEED)
samples = []
for _ in range(SAMPLES):
    arm = [round(float(v), 6) for v in random.uniform(LOWER, UPPER)]
    finger = round(float(random.uniform(0, FINGER_UPPER)), 6)
    q = pin.neutral(model)
    for i, value in enumerate(arm):
        q[model.joints[model.getJointId(f"panda_joint{i + 1}")].idx_q] = value
    for i in (1, 2):
        q[model.joints[model.getJointId(f"panda_finger_joint{i}")].idx_q] = finger
    pin.framesForwardKinematics(model, data, q)
    placements = [data.oMf[model.getFrameId(theirs)] for theirs in FRAMES.values()]
    placements.append(data.oMf[model.getFrameId("panda_hand")] * HAND_TO_TCP)
    samples.append({"q": arm, "finger": finger, "poses": [pose(p) for p in placements]})

rows = ",\n".join(json.dumps(sample, separators=(",", ":")) for sample in samples)
frames = json.dumps([*FRAMES, "fr3_hand_tcp"])
source = json.dumps(f"pinocchio {pin.__version__}, panda.urdf of example-robot-data")
text = f'{{"source":{source},"frames":{frames},"samples":[\n{rows}\n]}}\n'
(Path(__file__).parent / "fr3-fk.json").write_text(text)
