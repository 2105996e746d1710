"""Roughness against radar backscatter."""
