"""MMoEDTM for QGIS: terrain from one lunar image and a coarse DEM."""


def classFactory(iface):  # noqa: N802 (the name is QGIS's)
    """Entry point of QGIS; nothing heavy is imported before the plugin is asked for."""
    from .plugin import MmoedtmPlugin

    return MmoedtmPlugin(iface)
