"""What archives say of their products: labels, units, special values, clocks. Standard library only."""
