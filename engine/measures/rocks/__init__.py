"""Rocks of an image or a DTM."""
