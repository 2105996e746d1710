"""Translations: the tool that gathers texts, and what is checked of them."""
