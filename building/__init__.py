"""Steps of build.py: environments, QGIS, pages, plugin, lists of packages. Standard library alone."""
