"""One image over one coarse DEM: what is known of the two, and what is decided before any tile is computed."""
