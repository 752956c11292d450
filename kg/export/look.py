"""How the network page draws: colours and shapes by class, and the options that pyvis hands to vis-network."""

from typing import Any, Final

from kg.models import EntityType

COLOURS: Final = {
    EntityType.OFFICIAL: "#d1495b",
    EntityType.PERSON: "#f08c3a",
    EntityType.JOURNALIST: "#c4a02a",
    EntityType.DEPARTMENT: "#3b78bd",
    EntityType.ENTERPRISE: "#9063bd",
    EntityType.INSTITUTION: "#2aa39d",
    EntityType.PROJECT: "#45a162",
    EntityType.PLACE: "#8593a0",
    EntityType.EVENT: "#d76ba3",
    EntityType.DOCUMENT: "#a67c5f",
}
SHAPES: Final = {  # a class is told by more than its colour
    EntityType.OFFICIAL: "dot",
    EntityType.PERSON: "dot",
    EntityType.JOURNALIST: "triangleDown",
    EntityType.DEPARTMENT: "square",
    EntityType.ENTERPRISE: "diamond",
    EntityType.INSTITUTION: "triangle",
    EntityType.PROJECT: "hexagon",
    EntityType.PLACE: "dot",
    EntityType.EVENT: "star",
    EntityType.DOCUMENT: "square",
}
EVENTS: Final = frozenset({"inspects", "meets", "attends", "organizes", "commends", "proposes", "handles", "issues"})
"""Relations that happened once; all others are standing ones and are drawn stronger."""


def options() -> dict[str, Any]:
    """Still, straight lines, no label by vis-network: the page draws those that have room."""
    return {
        "physics": {"enabled": False, "barnesHut": {"springLength": 90, "avoidOverlap": 0.4}},
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "tooltipDelay": 100000, "multiselect": False, "keyboard": False},
        "nodes": {"shape": "dot", "borderWidth": 1.5, "borderWidthSelected": 3, "font": {"size": 0}},
        "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}, "selectionWidth": 1.5},
        "groups": {kind.value: {"color": _fill(colour)} for kind, colour in COLOURS.items()},
    }


def _fill(colour: str) -> dict[str, Any]:
    chosen = {"background": colour, "border": "#f5b301"}
    return {"background": colour, "border": "#ffffff", "highlight": chosen, "hover": chosen}


def size(weight: int) -> int:
    """The radius of a node with so many relations."""
    return round(min(6 + 4.2 * weight**0.5, 34)) if weight else 5
