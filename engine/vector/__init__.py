"""Vector layers: the only room that imports pyogrio."""
