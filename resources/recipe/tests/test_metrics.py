import numpy as np
import pytest

from r1sim.metrics import (
    ALAF_CEILING,
    alaf_distance,
    alaf_score,
    box_giou,
    box_iou,
    discrete_frechet,
    hausdorff,
    path_rmse,
)


def test_iou_of_boxes_that_share_a_third():
    assert box_iou((0.5, 0.5, 0.2, 0.2), (0.6, 0.5, 0.2, 0.2)) == pytest.approx(1 / 3)


def test_iou_of_boxes_apart():
    assert box_iou((0.2, 0.2, 0.1, 0.1), (0.8, 0.8, 0.1, 0.1)) == 0


def test_frechet_of_parallel_lines_is_their_distance():
    a = np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 0.0]])
    assert discrete_frechet(a, a + (0, 0.25)) == pytest.approx(0.25)


def test_frechet_minds_the_direction():
    a = np.array([[0.0, 0.0], [1.0, 0.0]])
    assert discrete_frechet(a, a[::-1]) == pytest.approx(1)


def test_giou_of_boxes_apart_falls_with_the_gap():
    assert box_giou((0.5, 0.5, 0.2, 0.2), (0.5, 0.5, 0.2, 0.2)) == pytest.approx(1)
    # Hull 0.4 x 0.2, of which the boxes cover all; then 0.8 x 0.2, of which they cover half.
    assert box_giou((0.2, 0.5, 0.2, 0.2), (0.4, 0.5, 0.2, 0.2)) == pytest.approx(0)
    assert box_giou((0.2, 0.5, 0.2, 0.2), (0.8, 0.5, 0.2, 0.2)) == pytest.approx(-0.5)


def test_hausdorff_is_the_farthest_point():
    line = np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 0.0]])
    bent = np.array([[0.0, 0.0], [0.5, 0.3], [1.0, 0.0]])
    assert hausdorff(line, bent) == pytest.approx(0.3)


def test_rmse_of_parallel_lines_is_their_distance_however_many_points():
    a = np.array([[0.0, 0.0], [1.0, 0.0]])
    b = np.array([[0.0, 0.1], [0.2, 0.1], [0.9, 0.1], [1.0, 0.1]])
    assert path_rmse(a, b) == pytest.approx(0.1)


LINE = np.array([[0.0, 0.0], [0.5, 0.0], [1.0, 0.0]])


def test_alaf_ceiling_is_the_papers():
    assert ALAF_CEILING == pytest.approx(2.4299, abs=1e-4)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        (LINE, LINE, 0),
        (LINE, LINE + (0, 0.2), 0.2),
        ([[0, 0], [0.5, 0]], [[0, 0], [0, 0.5]], np.sqrt(0.5) + 0.25 * np.pi / 2),
        ([[0, 0], [0.1, 0]], [[0, 0], [0.4, 0]], 0.3 + 0.1 * np.log(4)),
        (LINE, [[0, 0], [0.5, 0], [0.5, 0.5]], np.hypot(0.5, 0.5) + 0.25 * np.pi / 2),
        ([[-5, 0], [0.5, 0]], [[0, 0], [0.5, 0]], 0),
        ([[0.5, 0.5]], [[0.5, 0.5]], 0),
    ],
)
def test_alaf_of_paths_worked_out_by_hand(a, b, distance):
    assert alaf_distance(np.array(a, dtype=float), np.array(b, dtype=float)) == pytest.approx(distance, abs=1e-9)


def test_alaf_score_of_equal_paths_is_one():
    assert alaf_score(LINE, LINE) == 1
