"""The pictures of the pages, drawn again by ``python3 build.py pictures``."""
