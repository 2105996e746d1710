"""How good a DTM is: errors against a truth, and what its light says without one."""
