"""Where each node of the network page stands: worked out at build time, so that the page opens at once and lies still.

Each connected part is laid out by itself, a large one community by community. What hangs on one node alone stands in
rings around it: a closed form; only the rest is left to springs. Parts are packed row by row into a landscape, the
nodes without any edge in a block below it. Same graph, same positions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kg.export.spread import corner, extent, pack, spread

Positions = NDArray[np.float64]  # (nodes, 2)

SEED: Final = 7
WHOLE: Final = 24  # a part of no more nodes is one community
TOGETHER: Final = 150  # nodes that one force layout takes: its cost grows with the square
MANY: Final = 500  # communities of one part that are laid out as a spiral
ROUNDS: Final = 50
MARGIN: Final = 44.0
CLOSER: Final = 0.55  # springs leave communities far apart: begin near, be pushed apart
AIR: Final = 16.0  # between the rings around a node


@dataclass(frozen=True, slots=True)
class Layout:
    """The middle of each node's box in pixels, and the number of its community (0: it has no edge)."""

    positions: list[tuple[int, int]]
    communities: list[int]


def place(edges: Sequence[tuple[int, int]], sizes: Positions) -> Layout:
    """Lay the nodes out; sizes[n] is the width and height that node n needs."""
    network = _network(range(len(sizes)), edges)
    parts = sorted((sorted(part) for part in nx.connected_components(network)), key=lambda part: (-len(part), part))
    joined, lone = [p for p in parts if len(p) > 1], [p[0] for p in parts if len(p) == 1]
    groups = [_communities(network, part) for part in joined]
    result, communities = np.zeros((len(sizes), 2)), [0] * len(sizes)
    laid = [_lay_out(network, own, sizes) for own in groups]
    nodes = [[node for group in own for node in group] for own in groups]
    for number, group in enumerate((g for own in groups for g in own), 1):
        for node in group:
            communities[node] = number
    corners = pack([extent(p, sizes[n]) for p, n in zip(laid, nodes, strict=True)])
    for positions, own_nodes, at in zip(laid, nodes, corners, strict=True):
        result[own_nodes] = positions - corner(positions, sizes[own_nodes]) + at
    if lone:
        result[lone] = _block(sizes[lone], result[[n for own in nodes for n in own]])
    return Layout([(round(x), round(y)) for x, y in result.tolist()], communities)


def _network(nodes: Sequence[int], edges: Sequence[tuple[int, int]]) -> "nx.Graph[int]":
    """The graph of these nodes, built in order: that of networkx's own subgraphs follows a set."""
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(nodes)
    network.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in edges if a != b))
    return network


def _inside(network: "nx.Graph[int]", nodes: list[int]) -> "nx.Graph[int]":
    own = frozenset(nodes)
    return _network(nodes, [(a, b) for a in nodes for b in network.neighbors(a) if a < b and b in own])


def _block(sizes: Positions, above: Positions) -> Positions:
    """The nodes without an edge, in rows as wide as what stands above them."""
    wide, high = sizes.max(axis=0)
    left, right = (above[:, 0].min(), above[:, 0].max()) if len(above) else (0.0, 0.0)
    columns = max(math.ceil(math.sqrt(len(sizes) * 2)), int((right - left) // wide) or 1)
    top = (float(above[:, 1].max()) if len(above) else 0.0) + 2 * MARGIN
    rank = np.arange(len(sizes))
    return np.stack([left + rank % columns * wide, top + rank // columns * high], axis=1)


def _lay_out(network: "nx.Graph[int]", groups: list[list[int]], sizes: Positions) -> Positions:
    """Positions of the nodes of one connected part, group after group."""
    inner = [_group(_inside(network, group), sizes) for group in groups]
    if len(groups) == 1:
        return inner[0]
    extents = np.array([extent(p, sizes[g]) + MARGIN for g, p in zip(groups, inner, strict=True)])
    centres = spread(_springs(_quotient(network, groups), extents) * CLOSER, extents)
    return np.concatenate([own - _middle(own, sizes[g]) + c for g, own, c in zip(groups, inner, centres, strict=True)])


def _middle(positions: Positions, sizes: Positions) -> Positions:
    middle: Positions = corner(positions, sizes) + extent(positions, sizes) / 2
    return middle


def _group(network: "nx.Graph[int]", sizes: Positions) -> Positions:
    """One community: its core by springs, the leaves in rings around the node on which they hang."""
    nodes = list(network)
    leaves: dict[int, list[int]] = {}
    for node in nodes:
        neighbours = list(network[node])
        if len(neighbours) == 1 and (network.degree(neighbours[0]), -neighbours[0]) > (1, -node):
            leaves.setdefault(neighbours[0], []).append(node)
    hanging = {node for own in leaves.values() for node in own}
    core = [node for node in nodes if node not in hanging]
    rings = {hub: _rings(sizes[hub], sizes[own]) for hub, own in leaves.items()}
    boxes = np.array([_around(rings[n], sizes[leaves[n]]) if n in rings else sizes[n] for n in core])
    at = dict(zip(core, spread(_springs(_inside(network, core), boxes), boxes), strict=True))
    for hub, own in leaves.items():
        at.update(zip(own, rings[hub] + at[hub], strict=True))
    return np.array([at[node] for node in nodes])


def _around(rings: Positions, sizes: Positions) -> Positions:
    """Width and height of a hub with its leaves."""
    box: Positions = 2 * np.abs(rings).max(axis=0) + sizes.max(axis=0)
    return box


def _rings(hub: Positions, sizes: Positions) -> Positions:
    """Places around the origin for boxes of these sizes: ellipses, as labels are wider than high."""
    wide, high = float(sizes[:, 0].max()), float(sizes[:, 1].max())
    places: list[tuple[float, float]] = []
    ring = 0
    while len(places) < len(sizes):
        across = hub[0] / 2 + wide / 2 + AIR + ring * wide * 0.62
        down = hub[1] / 2 + high / 2 + AIR + ring * (high + AIR / 2)
        room = max(int(math.pi * (across + down) / math.hypot(wide * 0.8, high)), 3)
        count = min(room, len(sizes) - len(places))
        turns = (np.arange(count) + ring % 2 / 2) * 2 * math.pi / count
        places += [(across * math.cos(turn), down * math.sin(turn)) for turn in turns.tolist()]
        ring += 1
    return np.array(places)


def _springs(network: "nx.Graph[int]", sizes: Positions) -> Positions:
    """Fruchterman and Reingold's layout, scaled to the room that the nodes need."""
    if len(sizes) == 1:
        return np.zeros((1, 2))
    positions = _forces(network, 1.6 / math.sqrt(len(sizes))) if len(network) < MANY else _spiral(len(network))
    room = math.sqrt(float(sizes.prod(axis=1).sum())) * (1 + 1 / len(sizes))
    span = float(np.ptp(positions, axis=0).max()) or 1.0
    scaled: Positions = positions * np.array([1.4, 1.0]) * room / span
    return scaled


def _forces(network: "nx.Graph[int]", distance: float) -> Positions:
    """What nx.spring_layout(method="force") does, step by step, in a third of the time: x and y stand apart."""
    pull = nx.to_numpy_array(network) / distance
    at = np.random.RandomState(SEED).rand(len(network), 2).T.copy()
    heat = float(np.ptp(at, axis=1).max()) / 10
    for step in heat * np.arange(ROUNDS + 1, 1, -1) / (ROUNDS + 1):
        gap = at[:, :, None] - at[:, None, :]
        far = np.maximum(np.sqrt(np.einsum("kij,kij->ij", gap, gap)), 0.01)
        force = np.einsum("kij,ij->ki", gap, distance**2 / far**2 - pull * far)
        at += force * (step / np.maximum(np.sqrt((force**2).sum(axis=0)), 0.01))
    positions: Positions = at.T
    return positions


def _spiral(count: int) -> Positions:
    """Points on a sunflower's spiral, evenly dense from the middle outwards."""
    turn = np.arange(count) * math.pi * (3 - math.sqrt(5))
    return np.stack([np.cos(turn), np.sin(turn)], axis=1) * np.sqrt(np.arange(count))[:, None]


def _communities(network: "nx.Graph[int]", part: list[int]) -> list[list[int]]:
    """The Louvain communities of a part, each small enough for one layout.

    What hangs on one node alone goes with it, so it is put there beforehand, as Louvain's method would: as a loop.
    """
    if len(part) <= WHOLE:
        return [part]
    leaves: dict[int, list[int]] = {}
    for node in part:
        if network.degree(node) == 1:
            leaves.setdefault(next(iter(network[node])), []).append(node)
    core = _inside(network, [node for node in part if network.degree(node) > 1])
    core.add_weighted_edges_from((hub, hub, len(own)) for hub, own in leaves.items())
    found = nx.community.louvain_communities(core, seed=SEED)
    groups = [sorted([*group, *(leaf for node in group for leaf in leaves.get(node, ()))]) for group in found]
    pieces = [g[i : i + TOGETHER] for g in groups for i in range(0, len(g), TOGETHER)]
    return sorted(pieces, key=lambda group: (-len(group), group))


def _quotient(network: "nx.Graph[int]", groups: list[list[int]]) -> "nx.Graph[int]":
    """The graph whose nodes are the groups."""
    group_of = {node: index for index, group in enumerate(groups) for node in group}
    ends = {(group_of[a], group_of[b]) for a, b in network.edges() if a in group_of}
    return _network(range(len(groups)), sorted(ends))
