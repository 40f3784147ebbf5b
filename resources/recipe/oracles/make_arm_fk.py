"""Makes arm-fk.json: forward kinematics of the UR5e and the Piper by pinocchio, from published figures.

The URDFs are put together here from the manufacturers' numbers, independently of the program's models
(the FR3 has its own script). The UR5e is checked a second way, by the product of its published DH matrices.
Only needed to make the fixture anew, never to build or test the program:

    python3 -m venv oracle && oracle/bin/pip install pin==4.1.0
    oracle/bin/python resources/recipe/oracles/make_arm_fk.py

Each sample: q = the six arm joints (rad), finger = the travel of each finger (m), poses = position (m) and
quaternion [x, y, z, w] of the frames named at the top, in the robot's base frame.
"""

import json
from pathlib import Path

import numpy as np
import pinocchio as pin

SAMPLES = 120
SEED = 20261121
PI = np.pi

# name, type, parent, child, xyz, rpy, axis, lower, upper
UR5E = [
    ("to_inertia", "fixed", "base_link", "base_link_inertia", (0, 0, 0), (0, 0, PI), None, 0, 0),
    ("shoulder_pan_joint", "revolute", "base_link_inertia", "shoulder_link",
     (0, 0, 0.1625), (0, 0, 0), (0, 0, 1), -2 * PI, 2 * PI),
    ("shoulder_lift_joint", "revolute", "shoulder_link", "upper_arm_link",
     (0, 0, 0), (1.570796327, 0, 0), (0, 0, 1), -2 * PI, 2 * PI),
    ("elbow_joint", "revolute", "upper_arm_link", "forearm_link",
     (-0.425, 0, 0), (0, 0, 0), (0, 0, 1), -PI, PI),
    ("wrist_1_joint", "revolute", "forearm_link", "wrist_1_link",
     (-0.3922, 0, 0.1333), (0, 0, 0), (0, 0, 1), -2 * PI, 2 * PI),
    ("wrist_2_joint", "revolute", "wrist_1_link", "wrist_2_link",
     (0, -0.0997, -2.044881182297852e-11), (1.570796327, 0, 0), (0, 0, 1), -2 * PI, 2 * PI),
    ("wrist_3_joint", "revolute", "wrist_2_link", "wrist_3_link",
     (0, 0.0996, -2.042830148012698e-11), (1.570796326589793, PI, PI), (0, 0, 1), -2 * PI, 2 * PI),
    ("flange", "fixed", "wrist_3_link", "flange", (0, 0, 0), (0, -PI / 2, -PI / 2), None, 0, 0),
    ("tool", "fixed", "flange", "tool0", (0, 0, 0), (PI / 2, 0, PI / 2), None, 0, 0),
    # Coupling 11 mm; jaws close along x; fingertips 163 mm from the flange, the frame 5 mm behind them.
    ("coupling", "fixed", "tool0", "robotiq_85_base_link", (0, 0, 0.011), (0, 0, 0), None, 0, 0),
    ("tcp", "fixed", "robotiq_85_base_link", "grasp_tcp", (0, 0, 0.147), (0, 0, -PI / 2), None, 0, 0),
    ("left", "prismatic", "robotiq_85_base_link", "robotiq_85_left_finger",
     (0, 0, 0.1), (0, 0, 0), (1, 0, 0), 0, 0.0425),
    ("right", "prismatic", "robotiq_85_base_link", "robotiq_85_right_finger",
     (0, 0, 0.1), (0, 0, 0), (-1, 0, 0), 0, 0.0425),
]
# The published description rounds its right angles to 1.5708 and half turns to 3.1416: a few micrometres.
PIPER = [
    ("joint1", "revolute", "base_link", "link1", (0, 0, 0.123), (0, 0, 0), (0, 0, 1), -2.618, 2.618),
    ("joint2", "revolute", "link1", "link2", (0, 0, 0), (1.5708, -0.1359, -3.1416), (0, 0, 1), 0, 3.14),
    ("joint3", "revolute", "link2", "link3", (0.28503, 0, 0), (0, 0, -1.7939), (0, 0, 1), -2.967, 0),
    ("joint4", "revolute", "link3", "link4", (-0.021984, -0.25075, 0), (1.5708, 0, 0), (0, 0, 1),
     -1.745, 1.745),
    ("joint5", "revolute", "link4", "link5", (0, 0, 0), (-1.5708, 0, 0), (0, 0, 1), -1.22, 1.22),
    ("joint6", "revolute", "link5", "link6", (8.8259e-05, -0.091, 0), (1.5708, 0, 0), (0, 0, 1),
     -2.0944, 2.0944),
    ("base", "fixed", "link6", "gripper_base", (0, 0, 0), (0, 0, 0), None, 0, 0),
    ("tcp", "fixed", "gripper_base", "grasp_tcp", (0, 0, 0.1358), (0, 0, PI), None, 0, 0),
    ("joint7", "prismatic", "gripper_base", "link7", (0, 0, 0.1358), (1.5708, 0, 0), (0, 0, 1), 0, 0.035),
    # Published with axis -z and travel -0.035..0; moved here by the negative travel.
    ("joint8", "prismatic", "gripper_base", "link8", (0, 0, 0.1358), (1.5708, 0, -3.1416), (0, 0, -1),
     -0.035, 0),
]
ROBOTS = {
    "ur5e": (UR5E, ["forearm_link", "tool0", "robotiq_85_left_finger", "robotiq_85_right_finger", "grasp_tcp"]),
    "piper": (PIPER, ["link3", "link6", "link7", "link8", "grasp_tcp"]),
}
UR5E_DH = [  # a, d, alpha
    (0, 0.1625, PI / 2), (-0.425, 0, 0), (-0.3922, 0, 0),
    (0, 0.1333, PI / 2), (0, 0.0997, -PI / 2), (0, 0.0996, 0),
]


def urdf(name, joints):
    links = dict.fromkeys([j[2] for j in joints] + [j[3] for j in joints])
    lines = [f'<robot name="{name}">', *(f'<link name="{link}"/>' for link in links)]
    for joint, kind, parent, child, xyz, rpy, axis, lower, upper in joints:
        text = lambda v: " ".join(repr(float(x)) for x in v)
        lines.append(f'<joint name="{joint}" type="{kind}"><parent link="{parent}"/><child link="{child}"/>')
        lines.append(f'<origin xyz="{text(xyz)}" rpy="{text(rpy)}"/>')
        if axis:
            lines.append(f'<axis xyz="{text(axis)}"/>')
            lines.append(f'<limit lower="{lower}" upper="{upper}" effort="1" velocity="1"/>')
        lines.append("</joint>")
    return "\n".join([*lines, "</robot>"])


def by_dh(q):
    t = np.diag([-1.0, -1.0, 1.0, 1.0])  # base_link is turned by half a turn against the controller's base
    for (a, d, alpha), theta in zip(UR5E_DH, q):
        ct, st, ca, sa = np.cos(theta), np.sin(theta), np.cos(alpha), np.sin(alpha)
        t = t @ np.array([[ct, -st * ca, st * sa, a * ct], [st, ct * ca, -ct * sa, a * st],
                          [0, sa, ca, d], [0, 0, 0, 1]])
    return t


def main():
    random = np.random.default_rng(SEED)
    parts = []
    for name, (joints, frames) in ROBOTS.items():
        model = pin.buildModelFromXML(urdf(name, joints))
        data = model.createData()
        turning = [j for j in joints if j[1] == "revolute"]
        sliding = [j for j in joints if j[1] == "prismatic"]
        rows = []
        for _ in range(SAMPLES):
            arm = [round(float(random.uniform(j[7], j[8])), 6) for j in turning]
            finger = round(float(random.uniform(0, sliding[0][8])), 6)
            q = pin.neutral(model)
            for joint, value in zip(turning, arm):
                q[model.joints[model.getJointId(joint[0])].idx_q] = value
            for joint in sliding:
                q[model.joints[model.getJointId(joint[0])].idx_q] = finger if joint[8] > 0 else -finger
            pin.framesForwardKinematics(model, data, q)
            if name == "ur5e":
                error = np.abs(by_dh(arm) - data.oMf[model.getFrameId("tool0")].homogeneous).max()
                assert error < 1e-8, error
            poses = []
            for frame in frames:
                placement = data.oMf[model.getFrameId(frame)]
                quaternion = pin.Quaternion(placement.rotation).coeffs()
                poses.append([round(float(v), 8) for v in [*placement.translation, *quaternion]])
            rows.append(json.dumps({"q": arm, "finger": finger, "poses": poses}, separators=(",", ":")))
        samples = ",\n".join(rows)
        parts.append(f'"{name}":{{"frames":{json.dumps(frames)},"samples":[\n{samples}\n]}}')
    source = json.dumps(f"pinocchio {pin.__version__}, URDFs of the published figures in make_arm_fk.py")
    text = f'{{"source":{source},\n' + ",\n".join(parts) + "}\n"
    (Path(__file__).parent / "arm-fk.json").write_text(text)


if __name__ == "__main__":
    main()
