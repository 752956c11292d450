"""Where each node of the network page stands: worked out at build time, so that the page opens at once and lies still.

Each connected part is laid out by itself (a large one community by community), its nodes are pushed apart until hardly
a label covers another, and the parts are packed row by row into a landscape. Same graph, same positions.
"""

import math
from collections.abc import Sequence
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]  # (nodes, 2)
Pairs = NDArray[np.intp]  # (pairs, 2)

SEED: Final = 7
TOGETHER: Final = 220  # nodes that one force layout takes: its cost grows with the square
DENSE: Final = 500  # from here on networkx asks for scipy; a part of so many communities is laid out as a spiral
ROUNDS: Final = 60
PUSHES: Final = 300
GROW: Final = 1.004  # how much wider a jam becomes with each push
MARGIN: Final = 60.0
GAP: Final = 30.0
LANDSCAPE: Final = 1.5


def place(edges: Sequence[tuple[int, int]], sizes: Positions) -> list[tuple[int, int]]:
    """The middle of each node's box, in pixels; sizes[n] is the width and height that node n needs with its label."""
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(len(sizes)))
    network.add_edges_from(edges)
    parts = sorted((sorted(part) for part in nx.connected_components(network)), key=lambda part: (-len(part), part))
    boxes = [(part, _lay_out(network, part, sizes)) for part in parts]
    result = np.zeros((len(sizes), 2))
    for (part, positions), corner in zip(boxes, _pack([_extent(p, sizes[part]) for part, p in boxes]), strict=True):
        result[part] = positions - _corner(positions, sizes[part]) + corner
    return [(round(x), round(y)) for x, y in result.tolist()]


def _lay_out(network: "nx.Graph[int]", part: list[int], sizes: Positions) -> Positions:
    """Positions of the nodes of one connected part."""
    if len(part) == 1:
        return np.zeros((1, 2))
    if len(part) <= TOGETHER:
        return _spread(_springs(_inside(network, part), sizes[part]), sizes[part])
    groups = _communities(network, part)
    inner = [_spread(_springs(_inside(network, g), sizes[g]), sizes[g]) for g in groups]
    extents = np.array([_extent(p, sizes[g]) + MARGIN for g, p in zip(groups, inner, strict=True)])
    centres = _spread(_springs(_quotient(network, groups), extents), extents)
    positions = {
        node: at
        for group, own, centre in zip(groups, inner, centres, strict=True)
        for node, at in zip(group, own - own.mean(axis=0) + centre, strict=True)
    }
    return _spread(np.array([positions[node] for node in part]), sizes[part])


def _inside(network: "nx.Graph[int]", nodes: list[int]) -> "nx.Graph[int]":
    """The graph of these nodes alone, built in order: that of networkx's own subgraphs follows a set."""
    inside: nx.Graph[int] = nx.Graph()
    inside.add_nodes_from(nodes)
    inside.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in network.subgraph(nodes).edges()))
    return inside


def _springs(network: "nx.Graph[int]", sizes: Positions) -> Positions:
    """Fruchterman and Reingold's layout, scaled to the room that the nodes need."""
    if len(network) < DENSE:
        places = nx.spring_layout(network, iterations=ROUNDS, seed=SEED, method="force", k=1.6 / math.sqrt(len(sizes)))
        positions = np.array([places[node] for node in network])
    else:
        positions = _spiral(len(network))
    room = math.sqrt(float(sizes.prod(axis=1).sum())) * (1 + 1 / len(sizes))
    span = float(np.ptp(positions, axis=0).max()) or 1.0
    scaled: Positions = positions * np.array([1.4, 1.0]) * room / span
    return scaled


def _spiral(count: int) -> Positions:
    """Points on a sunflower's spiral, evenly dense from the middle outwards."""
    turn = np.arange(count) * math.pi * (3 - math.sqrt(5))
    return np.stack([np.cos(turn), np.sin(turn)], axis=1) * np.sqrt(np.arange(count))[:, None]


def _communities(network: "nx.Graph[int]", part: list[int]) -> list[list[int]]:
    """The Louvain communities of a part, each small enough for one layout."""
    groups = [sorted(group) for group in nx.community.louvain_communities(_inside(network, part), seed=SEED)]
    pieces = [g[i : i + TOGETHER] for g in groups for i in range(0, len(g), TOGETHER)]
    return sorted(pieces, key=lambda group: (-len(group), group))


def _quotient(network: "nx.Graph[int]", groups: list[list[int]]) -> "nx.Graph[int]":
    """The graph whose nodes are the groups."""
    group_of = {node: index for index, group in enumerate(groups) for node in group}
    quotient: nx.Graph[int] = nx.Graph()
    quotient.add_nodes_from(range(len(groups)))
    ends = ((group_of[a], group_of[b]) for a, b in network.edges() if a in group_of)
    quotient.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in ends if a != b}))
    return quotient


def _spread(positions: Positions, sizes: Positions) -> Positions:
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


def _corner(positions: Positions, sizes: Positions) -> Positions:
    corner: Positions = (positions - sizes / 2).min(axis=0)
    return corner


def _extent(positions: Positions, sizes: Positions) -> Positions:
    extent: Positions = (positions + sizes / 2).max(axis=0) - _corner(positions, sizes)
    return extent


def _pack(extents: list[Positions]) -> list[Positions]:
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
