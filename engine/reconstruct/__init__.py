"""From a scene to a DTM: plan, blocks of tiles, products."""
