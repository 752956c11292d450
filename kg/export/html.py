"""graph.html: the network by pyvis, in one file that asks nothing of the net.

The template replaces pyvis's own, which fetches Bootstrap from a CDN. Text is data: it reaches the page as JSON in
which every < is escaped, the script puts it there with textContent, and the content security policy runs no other.
"""

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyvis
from jinja2 import Environment, FileSystemLoader
from pyvis.network import Network
from rdflib import RDFS, SKOS
from rdflib import Graph as RdfGraph

from kg.export.evidence import inferred_labels, sentence
from kg.export.layout import place
from kg.models import Article, Entity, EntityType, Evidence, Graph, Literal, Relation, Status
from kg.vocab import KG

COLOURS: Final = {
    EntityType.OFFICIAL: "#c0392b",
    EntityType.PERSON: "#e67e22",
    EntityType.JOURNALIST: "#b7950b",
    EntityType.DEPARTMENT: "#1f618d",
    EntityType.ENTERPRISE: "#7d3c98",
    EntityType.INSTITUTION: "#5dade2",
    EntityType.PROJECT: "#1e8449",
    EntityType.PLACE: "#7f8c8d",
    EntityType.EVENT: "#d6478f",
    EntityType.DOCUMENT: "#8d6e63",
}
VIS: Final = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
QUOTES: Final = 5  # shown per fact; the panel says how many there are
LABEL: Final = 14  # characters of a label drawn; the panel has all

Facts = list[dict[str, Any]]


def write_html(graph: Graph, path: Path) -> None:
    """Write the network page: nodes coloured by class, every edge with its sentence, positions worked out here."""
    words = _words()
    articles = {a.id: (index, a) for index, a in enumerate(graph.articles)}
    network = Network(directed=True, cdn_resources="in_line")
    network.options = _options()
    nodes, edges = _nodes(graph, articles, words), _edges(graph, articles, words)
    for node, (x, y) in zip(nodes, _places(nodes, edges), strict=True):
        network.add_node(node.pop("id"), node.pop("label"), x=x, y=y, **node)
    for edge in edges:
        network.add_edge(edge.pop("from"), edge.pop("to"), **edge)
    network.templateEnv, network.path = _environment(_page(graph, words)), "graph.html"
    path.write_text(network.generate_html("graph.html"), "utf-8", errors="replace", newline="\n")


def _words() -> dict[str, list[str]]:
    """The Chinese and English label of every term of the vocabulary."""
    ontology = RdfGraph().parse(data=files("kg").joinpath("ontology/kg.ttl").read_text("utf-8"), format="turtle")
    words: dict[str, dict[str, str]] = {}
    for predicate in (RDFS.label, SKOS.prefLabel):
        for subject, label in ontology.subject_objects(predicate):
            language = getattr(label, "language", "") or ""
            words.setdefault(str(subject).removeprefix(str(KG._NS)), {})[language] = str(label)
    return {term: [labels.get("zh", term), labels.get("en", term)] for term, labels in words.items()}


def _nodes(graph: Graph, articles: dict[str, tuple[int, Article]], words: dict[str, list[str]]) -> list[dict[str, Any]]:
    degree: dict[str, int] = {}
    values: dict[str, Facts] = {}
    for relation in graph.relations:
        if isinstance(relation.object, Literal):
            values.setdefault(relation.subject, []).append(_fact(relation, articles, words))
            continue
        for end in (relation.subject, relation.object):
            degree[end] = degree.get(end, 0) + 1
    return [
        _node(index, entity, degree.get(entity.id, 0), values.get(entity.id, []), articles)
        for index, entity in enumerate(graph.entities)
    ]


def _node(
    index: int, entity: Entity, degree: int, values: Facts, articles: dict[str, tuple[int, Article]]
) -> dict[str, Any]:
    label = entity.label if len(entity.label) <= LABEL else entity.label[: LABEL - 1] + "…"
    font = min(15 + 2 * degree, 38)
    return {
        "id": index,
        "label": label,
        "name": entity.label,
        "aliases": [a.name for a in entity.aliases],
        "inferred": entity.label in inferred_labels(entity),
        "decisions": entity.decisions,
        "group": entity.type.value,
        "size": min(7 + 2 * degree, 30),
        "font": {"size": font},
        "facts": values,
        "named": [len(entity.mentions), _quotes(entity.mentions, articles)],
    }


def _places(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Where each dot stands: its label is drawn below it and needs room too."""
    fonts = [n["font"]["size"] for n in nodes]
    labels = [font + 14 for font in fonts]
    sizes = [(f * len(n["label"]) + 14, 2 * n["size"] + f + 24) for n, f in zip(nodes, fonts, strict=True)]
    middles = place([(e["from"], e["to"]) for e in edges], np.array(sizes, dtype=np.float64).reshape(-1, 2))
    return [(x, y - high // 2) for (x, y), high in zip(middles, labels, strict=True)]


def _edges(graph: Graph, articles: dict[str, tuple[int, Article]], words: dict[str, list[str]]) -> list[dict[str, Any]]:
    """One edge per ordered pair of nodes, with all that holds between them: else lines coincide."""
    index = {entity.id: n for n, entity in enumerate(graph.entities)}
    pairs: dict[tuple[int, int], list[Relation]] = {}
    for relation in graph.relations:
        if isinstance(relation.object, str):
            pairs.setdefault((index[relation.subject], index[relation.object]), []).append(relation)
    return [
        {
            "id": n,
            "from": source,
            "to": target,
            "name": "、".join(dict.fromkeys(r.role or words[r.predicate][0] for r in relations)),
            "dashes": all(r.status in (Status.FORMER, Status.PROPOSED) for r in relations),
            "facts": [_fact(r, articles, words) for r in relations],
        }
        for n, ((source, target), relations) in enumerate(sorted(pairs.items()))
    ]


def _fact(
    relation: Relation, articles: dict[str, tuple[int, Article]], words: dict[str, list[str]]
) -> dict[str, Any]:
    """What an edge or an attribute says, with its sentences."""
    dates = {"自": relation.valid_from, "至": relation.valid_until}
    status = [] if relation.status is Status.CURRENT else [words[relation.status.value][0]]
    return {
        "what": words[relation.predicate],
        "value": relation.object.text if isinstance(relation.object, Literal) else relation.role,
        "notes": [*status, *(f"{word} {date}" for word, date in dates.items() if date)],
        "sure": f"{relation.confidence:.2f}",
        "count": len(relation.evidence),
        "quotes": _quotes(relation.evidence, articles),
    }


def _quotes(evidence: Iterable[Evidence], articles: dict[str, tuple[int, Article]]) -> list[list[Any]]:
    """[before, quote, after, article, start, end, rule] of the first places."""
    rows = []
    for e in list(evidence)[:QUOTES]:
        number, article = articles[e.article]
        rows.append([*sentence(article, e), number, e.start, e.end, e.rule])
    return rows


def _page(graph: Graph, words: dict[str, list[str]]) -> dict[str, Any]:
    counts = {t: sum(e.type is t for e in graph.entities) for t in EntityType}
    return {
        "articles": [[a.headline, a.source, a.date] for a in graph.articles],
        "classes": [[t.value, *words[t.value], COLOURS[t], counts[t]] for t in EntityType if counts[t]],
        "counts": [len(graph.articles), len(graph.entities), len(graph.relations)],
    }


def _options() -> dict[str, Any]:
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "tooltipDelay": 120, "hideEdgesOnDrag": True, "multiselect": False},
        "nodes": {
            "shape": "dot",
            "borderWidth": 1,
            "font": {"face": "sans-serif", "strokeWidth": 3},
            "scaling": {"label": {"drawThreshold": 3}},
        },
        "edges": {
            "smooth": False,
            "color": {"color": "#aab4c0", "highlight": "#34495e", "hover": "#34495e"},
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "font": {"size": 11, "face": "sans-serif", "color": "#34495e", "strokeWidth": 4},
        },
        "groups": {t.value: {"color": _fill(colour)} for t, colour in COLOURS.items()},
    }


def _fill(colour: str) -> dict[str, Any]:
    chosen = {"background": colour, "border": "#22303c"}
    return {"background": colour, "border": "#ffffff", "highlight": chosen, "hover": chosen}


def _environment(page: dict[str, Any]) -> Environment:
    """The template with what pyvis does not pass to it."""
    folder = Path(str(files("kg").joinpath("export/templates")))
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    scripts = [VIS.read_text("utf-8"), (folder / "graph.js").read_text("utf-8")]
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    environment.globals |= {"page": page, "scripts": scripts, "hashes": hashes}
    environment.globals["style"] = (folder / "graph.css").read_text("utf-8")
    return environment
