"""Made lunar scenes with known truth: relief, craters, rocks, light, camera and coarse DEM."""
