"""Compare DTMs: several DTMs of one ground against one reference."""
