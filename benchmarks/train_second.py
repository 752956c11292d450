#!/usr/bin/env python3
"""Train a spaCy `ner` on what the rules are sure of, as a second opinion for `kg build --model`.

    train_second.py CORPUS OUT [--minutes 10]

CORPUS: a folder of pages without annotation (real text, none of the pages it will be judged on). Sentences in which every name is
sure (confidence 0.9 and more) or that hold none are the training data; character tokens, no pretrained vectors, one core.
docs/second-opinion.md says what came of it.
"""

import argparse
import random
import time
from pathlib import Path

import spacy
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import minibatch

from kg.find import CharacterTokenizer
from kg.load import collect, read_all
from kg.pipeline import Reader
from kg.rulebook import load_rulebook
from kg.text import sentences

LABELS = {"Official": "PERSON", "Person": "PERSON", "Department": "government", "Enterprise": "company"}
SURE = 0.9


def examples(nlp: spacy.Language, paths: list[str]) -> list[Example]:
    """Sentences with the names that the rules are sure of."""
    reader = Reader(load_rulebook())
    out = []
    for page in read_all(collect(paths)):
        for article in reader.splitter.split(page):
            found = [m for m in reader.finder.find(article) if not m.implied]
            for start, end in sentences(article.text):
                inside = [m for m in found if start <= m.start and m.end <= end]
                if any(m.confidence < SURE for m in inside):
                    continue
                doc = nlp.make_doc(article.text[start:end])
                spans = [Span(doc, m.start - start, m.end - start, LABELS[m.type]) for m in inside if m.type in LABELS]
                gold = doc.copy()
                gold.ents = tuple(Span(gold, s.start, s.end, s.label_) for s in spans)
                out.append(Example(doc, gold))
    return out


def main() -> None:
    """Train until the time is up and write the pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    args = parser.parse_args()
    random.seed(0)
    spacy.util.fix_random_seed(0)
    nlp = spacy.blank("zh")
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    data = examples(nlp, [args.corpus])
    named = [e for e in data if e.reference.ents]
    data = named + random.sample([e for e in data if not e.reference.ents], k=min(len(named) // 2, len(data) - len(named)))
    nlp.add_pipe("ner")
    nlp.initialize(lambda: data[:2000])
    stop, step = time.monotonic() + 60 * args.minutes, 0
    while time.monotonic() < stop:
        random.shuffle(data)
        losses: dict[str, float] = {}
        for batch in minibatch(data, size=32):
            nlp.update(batch, drop=0.3, losses=losses)
            step += 1
            if time.monotonic() > stop:
                break
        print(f"{step} steps, {len(data)} sentences, loss {losses['ner']:.0f}", flush=True)
    nlp.tokenizer = spacy.blank("zh").tokenizer
    nlp.to_disk(args.out)


if __name__ == "__main__":
    main()


