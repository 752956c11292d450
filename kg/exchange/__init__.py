"""The graph of a build in the forms other programs read: `kg export`. Made from the outputs, not from the pages."""
