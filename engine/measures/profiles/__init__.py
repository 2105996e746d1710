"""Heights and slopes along lines."""
