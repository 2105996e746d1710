"""Slope and roughness."""
