"""What archives say of their products: units, labels, special values, time spans. Standard library only."""
