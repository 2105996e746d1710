"""Evaluate: a DTM against what is known."""
