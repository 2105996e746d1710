"""Many DTMs of one region."""
