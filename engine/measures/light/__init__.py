"""Images of a DTM under given suns."""
