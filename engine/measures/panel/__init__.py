"""Figures of papers: DTMs side by side."""
