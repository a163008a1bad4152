"""Open311 GeoReport v2: the interface by which other systems send cases and follow them."""
