"""The panel in which results are looked at."""
