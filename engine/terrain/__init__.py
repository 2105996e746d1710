"""Terrain measures on arrays: gradients, slope, light and shadow. Array in, array out.

Conventions shared by the whole room: rows run south, columns east; heights in metres; a
gradient is (dz/d east, dz/d north), dimensionless; azimuths are degrees clockwise from map
north (up); incidence is degrees from the local vertical.
"""
