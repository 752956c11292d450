"""Boxes on a plane: pushed apart until none covers another, and packed into a landscape."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]  # (boxes, 2): the middle of each, or its width and height
Rows = NDArray[np.float64]  # (2, boxes): the same, turned
Boxes = NDArray[np.intp]  # their numbers

PUSHES: Final = 200
GROW: Final = 1.006  # how much wider a jam becomes with each push
GAP: Final = 40.0
LANDSCAPE: Final = 1.25


def spread(positions: Positions, sizes: Positions) -> Positions:
    """Push boxes that overlap apart, along the axis where less is needed, until hardly any do."""
    at, half = positions.T.copy(), (sizes / 2).T.copy()  # a row of x, a row of y
    for push in range(PUSHES):
        first, second = _overlaps(at, half)
        if not len(first):
            break
        if push > PUSHES / 4:  # jammed: more room for all
            at *= GROW
        _push(at, half, first, second)
    return at.T.copy()


def _overlaps(at: Rows, half: Rows) -> tuple[Boxes, Boxes]:
    """Pairs of boxes that overlap: a sweep from left to right."""
    left, right = at[0] - half[0], at[0] + half[0]
    order = left.argsort(kind="stable")
    ranks = np.arange(len(order))
    counts = left[order].searchsorted(right[order]) - ranks - 1
    first = ranks.repeat(counts)
    second = first + 1 + np.arange(len(first)) - (counts.cumsum() - counts).repeat(counts)
    first, second = order[first], order[second]
    high = np.abs(at[1][first] - at[1][second]) < half[1][first] + half[1][second]
    return first[high], second[high]


def _push(at: Rows, half: Rows, first: Boxes, second: Boxes) -> None:
    gap = at.take(second, axis=1) - at.take(first, axis=1)
    need = half.take(first, axis=1) + half.take(second, axis=1) - np.abs(gap)
    sideways = need[0] < need[1]
    step = np.where(gap < 0, -0.35, 0.35) * need * (sideways, ~sideways)
    for row, own in zip(at, step, strict=True):
        np.add.at(row, second, own)
        np.subtract.at(row, first, own)


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
