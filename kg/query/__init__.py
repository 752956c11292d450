"""SPARQL over the outputs of a build: `kg query`, and what `kg serve` answers with."""
