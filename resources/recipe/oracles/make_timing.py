"""Times 100 joint paths with TOPP-RA and Ruckig, as figures that the app's own timing is held against.

In a throw-away environment:
  python3 -m venv /tmp/timing && /tmp/timing/bin/pip install ruckig==0.19.4 toppra==0.6.10 numpy==2.4.6 scipy==1.17.1
  npx tsx e2e/benchMotion/writeTimingPaths.ts /tmp/paths.json
  /tmp/timing/bin/python resources/recipe/oracles/make_timing.py /tmp/paths.json > resources/recipe/oracles/timing.json

TOPP-RA knows velocity and acceleration limits only: its duration is a lower bound for every motion on that
path that keeps a jerk limit too. Ruckig (open source) knows jerk but no path between waypoints: it times
point-to-point motions, once with all joints in phase (a straight line, as the app moves) and once
with only their ends in time (the best that any path can do).
"""

import json
import logging
import sys

import numpy as np
import toppra
import toppra.algorithm
import toppra.constraint
from ruckig import InputParameter, Ruckig, Synchronization, Trajectory
from scipy.interpolate import PPoly
from toppra.interpolator import AbstractGeometricPath

logging.getLogger("toppra").setLevel(logging.ERROR)
GRID = 1500


def spline(positions):
    """The app's spline: cubic, knots as far apart as the positions, curvature constant in the end pieces."""
    y = np.array(positions)
    h = np.linalg.norm(np.diff(y, axis=0), axis=1)
    knots = np.concatenate([[0], np.cumsum(h)])
    n = len(y)
    matrix, right = np.zeros((n, n)), np.zeros_like(y)
    matrix[0, :2] = [1, -1] if n > 2 else [1, 0]
    matrix[-1, -2:] = [-1, 1] if n > 2 else [0, 1]
    for i in range(1, n - 1):
        matrix[i, i - 1 : i + 2] = [h[i - 1], 2 * (h[i - 1] + h[i]), h[i]]
        right[i] = 6 * ((y[i + 1] - y[i]) / h[i] - (y[i] - y[i - 1]) / h[i - 1])
    m = np.linalg.solve(matrix, right)
    d = h[:, None]
    slope = (y[1:] - y[:-1]) / d - d * (2 * m[:-1] + m[1:]) / 6
    return PPoly(np.array([(m[1:] - m[:-1]) / (6 * d), m[:-1] / 2, slope, y[:-1]]), knots)


class Path(AbstractGeometricPath):
    def __init__(self, poly):
        self.poly = poly

    def __call__(self, at, order=0):
        return self.poly(at, order)

    @property
    def dof(self):
        return self.poly.c.shape[2]

    @property
    def path_interval(self):
        return np.array([self.poly.x[0], self.poly.x[-1]])

    @property
    def waypoints(self):
        return None


def topp_ra(positions, limits):
    path = Path(spline(positions))
    both = [np.array([[-v, v] for v in limits[key]]) for key in ("velocity", "acceleration")]
    constraints = [
        toppra.constraint.JointVelocityConstraint(both[0]),
        toppra.constraint.JointAccelerationConstraint(
            both[1], discretization_scheme=toppra.constraint.DiscretizationType.Interpolation
        ),
    ]
    grid = np.linspace(*path.path_interval, GRID + 1)
    solver = toppra.algorithm.TOPPRA(constraints, path, gridpoints=grid, parametrizer="ParametrizeConstAccel")
    return float(solver.compute_trajectory(0, 0).duration)


def ruckig(positions, limits, synchronization):
    dof = len(positions[0])
    problem = InputParameter(dof)
    problem.current_position, problem.target_position = positions[0], positions[-1]
    problem.max_velocity = limits["velocity"]
    problem.max_acceleration = limits["acceleration"]
    problem.max_jerk = limits["jerk"]
    problem.synchronization = synchronization
    trajectory = Trajectory(dof)
    Ruckig(dof).calculate(problem, trajectory)
    return trajectory.duration


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    for path in given["paths"]:
        limits = given["limits"][path["limits"]]
        path["toppRa"] = round(topp_ra(path["positions"], limits), 6)
        if path["kind"] == "pointToPoint":
            path["ruckigStraight"] = round(ruckig(path["positions"], limits, Synchronization.Phase), 6)
            path["ruckigFree"] = round(ruckig(path["positions"], limits, Synchronization.Time), 6)
    given["made"] = "ruckig 0.19.4, toppra 0.6.10 with %d grid pieces" % GRID
    print("{")
    print('"made": %s,\n"limits": %s,\n"paths": [' % (json.dumps(given["made"]), json.dumps(given["limits"])))
    print(",\n".join(json.dumps(path, separators=(",", ":")) for path in given["paths"]))
    print("]\n}")


main()
