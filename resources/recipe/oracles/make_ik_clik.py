"""Makes ik-clik.json: how pinocchio's closed-loop inverse kinematics does on the poses of the motion bench.

The same poses as e2e/benchMotion/ik.ts (same random numbers), solved the way pinocchio's own example does,
damped least squares on the log of the pose error, with joints clamped to their limits and up to STARTS
starts: the home posture, then random ones. Only needed to make the figures anew:

    oracle/bin/python resources/recipe/oracles/make_ik_clik.py     (see make_arm_fk.py and make_fr3_fk.py)
"""

import json
import sysconfig
import time
from pathlib import Path

import numpy as np
import pinocchio as pin

from make_arm_fk import ROBOTS, urdf

POSES = 1000
SEED = 2026
STARTS = 60
STEPS = 60
PI = np.pi
FR3_LOWER = [-2.7437, -1.7837, -2.9007, -3.0421, -2.8065, 0.5445, -3.0159]
FR3_UPPER = [2.7437, 1.7837, 2.9007, -0.1518, 2.8065, 4.5169, 3.0159]
HOME = {
    "fr3": [0, -0.785398, 0, -2.356194, 0, 1.570796, 0.785398],
    "ur5e": [-0.34, -1.81, 1.55, -1.310796, -1.570796, -0.34],
    "piper": [0, 1.2, -1.4, 0, 1.1, 0],
}


def uniform_numbers(seed):
    """sfc32 as shared/scene/random.ts has it (stream 0)."""
    mask = 0xFFFFFFFF

    def mix(value):
        z = (value + 0x9E3779B9) & mask
        z = ((z ^ (z >> 16)) * 0x85EBCA6B) & mask
        z = ((z ^ (z >> 13)) * 0xC2B2AE35) & mask
        return (z ^ (z >> 16)) & mask

    a = mix(seed)
    b = mix(a)
    c = mix(b)
    counter = 1

    def draw():
        nonlocal a, b, c, counter
        total = (a + b + counter) & mask
        counter = (counter + 1) & mask
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & mask
        c = (((c << 21) | (c >> 11)) + total) & mask
        return total / 2**32

    for _ in range(12):
        draw()
    return draw


def models():
    share = Path(sysconfig.get_paths()["purelib"]) / "cmeel.prefix/share/example-robot-data"
    full = pin.buildModelFromUrdf(str(share / "robots/panda_description/urdf/panda.urdf"))
    fingers = [full.getJointId(f"panda_finger_joint{i}") for i in (1, 2)]
    panda = pin.buildReducedModel(full, fingers, pin.neutral(full))
    yield "fr3", panda, panda.getFrameId("panda_hand"), pin.SE3(np.eye(3), np.array([0, 0, 0.1034])), FR3_LOWER, FR3_UPPER
    for name, (joints, _) in ROBOTS.items():
        arm = [j for j in joints if j[1] != "prismatic"]
        model = pin.buildModelFromXML(urdf(name, arm))
        turning = [j for j in arm if j[1] == "revolute"]
        yield (name, model, model.getFrameId("grasp_tcp"), pin.SE3.Identity(),
               [j[7] for j in turning], [j[8] for j in turning])


def solve(model, data, frame, offset, target, starts, lower, upper):
    for start in starts:
        q = np.array(start, dtype=float)
        for _ in range(STEPS):
            pin.forwardKinematics(model, data, q)
            pin.updateFramePlacement(model, data, frame)
            tip = data.oMf[frame] * offset
            error = pin.log6(tip.actInv(target)).vector
            off = tip.rotation.T @ target.rotation
            if np.linalg.norm(tip.translation - target.translation) < 1e-5 and np.linalg.norm(pin.log3(off)) < 1e-5:
                return q
            jacobian = offset.toActionMatrixInverse() @ pin.computeFrameJacobian(model, data, q, frame, pin.LOCAL)
            step = jacobian.T @ np.linalg.solve(jacobian @ jacobian.T + 1e-6 * np.eye(6), error)
            largest = np.abs(step).max()
            q = np.clip(q + step * min(1.0, 0.5 / largest), lower, upper)
    return None


def main():
    results = {}
    for name, model, frame, offset, lower, upper in models():
        data = model.createData()
        draw = uniform_numbers(SEED)
        random = np.random.default_rng(1)
        times, reached = [], 0
        for _ in range(POSES):
            q = np.array([low + (high - low) * draw() for low, high in zip(lower, upper)])
            pin.forwardKinematics(model, data, q)
            pin.updateFramePlacement(model, data, frame)
            target = data.oMf[frame] * offset
            starts = [HOME[name], *random.uniform(lower, upper, (STARTS - 1, len(lower)))]
            began = time.process_time()
            if solve(model, data, frame, offset, target, starts, lower, upper) is not None:
                reached += 1
            times.append((time.process_time() - began) * 1000)
        results[name] = {"reached": reached, "p50Ms": round(float(np.percentile(times, 50)), 2),
                         "p95Ms": round(float(np.percentile(times, 95)), 2)}
    text = {"source": f"pinocchio {pin.__version__}, make_ik_clik.py (processor time, Python loop)",
            "poses": POSES, "seed": SEED, "robots": results}
    (Path(__file__).parent / "ik-clik.json").write_text(json.dumps(text, indent=2) + "\n")


if __name__ == "__main__":
    main()
