"""What archives say of their products: units, labels, special values, time spans, clocks. Standard library only."""
