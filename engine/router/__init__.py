"""The router: one relief feature for each tile, a class model, and a Markov random field."""
