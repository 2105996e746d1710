"""Pages of the documentation that are made from the sources: operations, messages; and the commands in pages."""
