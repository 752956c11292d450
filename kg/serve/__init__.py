"""The outputs of a build on a local web server: SPARQL endpoint, entity pages, explorer, query page."""
