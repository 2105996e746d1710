"""How well a DTM comes back from its images under different suns."""
