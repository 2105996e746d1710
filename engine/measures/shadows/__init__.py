"""Shadows of an image against those of a DTM."""
