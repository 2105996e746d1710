"""Pages of the documentation that are made from the sources: operations, chains, messages, commands."""
