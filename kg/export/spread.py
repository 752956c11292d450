"""Boxes on a plane: pushed apart until none covers another, and packed into a landscape."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]  # (boxes, 2): the middle of each, or its width and height
Pairs = NDArray[np.intp]  # (pairs, 2)

PUSHES: Final = 200
GROW: Final = 1.006  # how much wider a jam becomes with each push
GAP: Final = 40.0
LANDSCAPE: Final = 1.25


def spread(positions: Positions, sizes: Positions) -> Positions:
    """Push boxes that overlap apart, along the axis where less is needed, until hardly any do."""
    moved = positions.copy()
    for push in range(PUSHES):
        pairs = _overlaps(moved, sizes)
        if not len(pairs):
            break
        if push > PUSHES / 4:  # jammed: more room for all
            moved *= GROW
        _push(moved, sizes, pairs)
    return moved


def _overlaps(positions: Positions, sizes: Positions) -> Pairs:
    """Pairs of boxes that overlap: a sweep from left to right."""
    left, right = positions[:, 0] - sizes[:, 0] / 2, positions[:, 0] + sizes[:, 0] / 2
    order = np.argsort(left, kind="stable")
    ranks = np.arange(len(order))
    counts = np.searchsorted(left[order], right[order]) - ranks - 1
    first = np.repeat(ranks, counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    pairs = np.stack([order[first], order[second]], axis=1)
    high = np.abs(np.subtract(*positions[pairs, 1].T)) < sizes[pairs, 1].sum(axis=1) / 2
    overlapping: Pairs = pairs[high]
    return overlapping


def _push(positions: Positions, sizes: Positions, pairs: Pairs) -> None:
    first, second = pairs[:, 0], pairs[:, 1]
    gap = positions[second] - positions[first]
    need = (sizes[first] + sizes[second]) / 2 - np.abs(gap)
    along = (need[:, 0] < need[:, 1]).astype(np.intp) ^ 1  # 0: sideways, 1: up or down
    rows = np.arange(len(pairs))
    sign = np.where(gap[rows, along] < 0, -1.0, 1.0)
    step = np.zeros_like(gap)
    step[rows, along] = sign * need[rows, along] * 0.35
    np.add.at(positions, second, step)
    np.add.at(positions, first, -step)


def corner(positions: Positions, sizes: Positions) -> Positions:
    """The top left corner of what the boxes cover."""
    least: Positions = (positions - sizes / 2).min(axis=0)
    return least


def extent(positions: Positions, sizes: Positions) -> Positions:
    """Width and height of what the boxes cover."""
    size: Positions = (positions + sizes / 2).max(axis=0) - corner(positions, sizes)
    return size


def pack(extents: list[Positions]) -> list[Positions]:
    """The top left corner of each box: rows of falling height, as wide as a landscape of their area.

    In a row boxes stand under each other as long as there is room: the first is often ten times as high as the next.
    """
    area = sum(float(w + GAP) * float(h + GAP) for w, h in extents)
    width = max([math.sqrt(area * LANDSCAPE), *(float(w) for w, _ in extents)], default=0.0)
    corners = [np.zeros(2)] * len(extents)
    row = column = below = 0.0  # where the row, the column and the next box in it begin
    high = wide = 0.0  # of the row, of the column
    for n in sorted(range(len(extents)), key=lambda n: (-extents[n][1], n)):
        w, h = (float(x) + GAP for x in extents[n])
        if below + h > row + high:
            column, below, wide = column + wide, row, 0.0
        if column and column + w > width + GAP:
            row, column, wide = row + high, 0.0, 0.0
            below, high = row, 0.0
        corners[n] = np.array([column, below])
        below, wide, high = below + h, max(wide, w), max(high, h)
    return corners
