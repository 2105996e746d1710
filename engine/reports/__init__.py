"""Self-contained HTML pages. Templates escape by themselves: nothing here builds HTML from strings."""
