"""Long trials that are not part of the tests: ``python3 build.py campaign NAME``."""
