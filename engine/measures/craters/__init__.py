"""Ellipses and depths of craters."""
