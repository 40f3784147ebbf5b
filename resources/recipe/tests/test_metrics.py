import numpy as np
import pytest

from r1sim.metrics import box_iou, discrete_frechet


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
