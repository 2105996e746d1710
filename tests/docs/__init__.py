"""The documentation: pages, links, messages, examples."""
